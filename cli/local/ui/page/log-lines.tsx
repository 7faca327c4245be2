import type { LogLine } from "../messages";
import { showsPlatform } from "./platform-lines";
import { Scrolled } from "./scrolled";

/** The lines of an invocation. */
export function LogLines({ lines }: { readonly lines: readonly LogLine[] }) {
  const shown = showsPlatform.value ? lines : lines.filter(({ isPlatform }) => !isPlatform);
  if (shown.length === 0) {
    return <p class="quiet small">The function itself wrote nothing.</p>;
  }
  return (
    <Scrolled class="log">
      {shown.map(({ text, isPlatform }, index) => (
        <span key={index} class={isPlatform ? "line platform" : "line"}>
          {`${text}\n`}
        </span>
      ))}
    </Scrolled>
  );
}
