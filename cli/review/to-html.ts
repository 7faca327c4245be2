import { allow, EVERYTHING } from "./page/allowance";
import { buildPage } from "./page/build";
import { html } from "./page/html";
import type { Summary } from "./summary";

/** The page as one standalone HTML file. Nothing is cut. */
export function toHtml(summaries: readonly Summary[]): string {
  return html("Plan review", buildPage(summaries, allow(EVERYTHING)));
}
