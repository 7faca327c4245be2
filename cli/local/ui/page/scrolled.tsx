import type { ComponentChildren } from "preact";

interface ScrolledProps {
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** Text as it is. It can be long: then it is scrolled, also by the keyboard. */
export function Scrolled({ class: name, children }: ScrolledProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus, the keyboard can't scroll it
    <pre class={name} tabIndex={0}>
      {children}
    </pre>
  );
}
