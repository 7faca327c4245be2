import { RISKS } from "./risk";
import type { Summary } from "./summary";
import { plain } from "./text";

/** The summaries for programs. A new field doesn't change the format's version, a removed field does. */
export function toJson(summaries: readonly Summary[]): string {
  const stacks = summaries.map((summary) => ({
    ...summary,
    risks: summary.risks.map(({ what, ...risk }) => ({
      ...risk,
      what: plain(what),
      why: RISKS[risk.code].why,
    })),
  }));
  return `${JSON.stringify({ formatVersion: 1, stacks }, undefined, 2)}\n`;
}
