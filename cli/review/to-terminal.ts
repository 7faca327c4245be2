import { allow, EVERYTHING } from "./page/allowance";
import { buildPage } from "./page/build";
import { type TerminalOptions, terminal } from "./page/terminal";
import type { Summary } from "./summary";

/** More files of one image are counted. */
const FILES = 20;

/** The page of one stack, for a terminal. */
export function toTerminal(summary: Summary, options: TerminalOptions): string {
  const allowance = allow({ ...EVERYTHING, files: FILES });
  // Without the heading of the whole page.
  const [, ...blocks] = buildPage([summary], allowance);
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
