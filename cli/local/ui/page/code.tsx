import { CopyButton } from "./copy-button";
import { Scrolled } from "./scrolled";

/** Lines to copy into a file. */
export function CodeToCopy({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class="code">
      <Scrolled>{text}</Scrolled>
      <CopyButton text={text} label={label} />
    </div>
  );
}
