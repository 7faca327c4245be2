import { hasColors } from "../process/terminal";
import { allow, EVERYTHING_AS_TEXT } from "./page/allowance";
import { buildPage } from "./page/build";
import { type TerminalOptions, terminal } from "./page/terminal";
import type { Summary } from "./summary";

/** Lines are easier to read when they are not longer than this. */
const WIDEST = 120;

/** The width and the style of standard output. */
export function terminalOptions(): TerminalOptions {
  const { columns } = process.stdout;
  return {
    columns: Math.min(columns || WIDEST, WIDEST),
    strong: (text) => (hasColors(process.stdout) ? `\u001B[1m${text}\u001B[22m` : text),
  };
}

/** The page of one stack, for a terminal. */
export function toTerminal(summary: Summary, options: TerminalOptions): string {
  // Without the heading of the whole page.
  const [, ...blocks] = buildPage([summary], allow(EVERYTHING_AS_TEXT));
  return terminal(blocks, options);
}

/**
 * The resources that the page only names with the attributes that change, without their values: all changes in place and replacements
 * besides functions and images.
 */
export function onlyNamed({ rest }: Summary): readonly string[] {
  return rest.flatMap(({ action, address }) =>
    action === "update" || action === "replace" ? [address] : [],
  );
}
