import { allow } from "./page/allowance";
import { buildPage } from "./page/build";
import { html } from "./page/html";
import type { Summary } from "./summary";

/** The page as one standalone HTML file. Nothing is cut. */
export function toHtml(summaries: readonly Summary[]): string {
  const all = Number.POSITIVE_INFINITY;
  const everything = {
    rest: all,
    outputs: all,
    files: all,
    details: all,
    functions: all,
    notes: all,
    risks: all,
    stacks: all,
  };
  return html("Plan review", buildPage(summaries, allow(everything)));
}
