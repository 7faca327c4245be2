import { wrap } from "../process/terminal";
import type { Check, CheckProblem, CheckStatus } from "./check";

const MARKS: Readonly<Record<CheckStatus, string>> = { ok: "✓", warning: "!", problem: "✗", skipped: "-" };

/** In columns. In a narrower table words don't fit, and a wider one is hard to read. */
const NARROWEST = 80;
const WIDEST = 120;

/** Formats all checks as a table of two columns (title and result), for a terminal with this number of columns. */
export function checkTable(checks: readonly Check[], columns = WIDEST): string {
  const width = Math.min(Math.max(columns, NARROWEST), WIDEST);
  const titles = Math.max(...checks.map(({ title }) => title.length));
  const indent = " ".repeat(titles + 4);
  return checks
    .flatMap(({ title, status, found }) => {
      const [first = "", ...more] = wrap(found, width - indent.length);
      return [`${MARKS[status]} ${title.padEnd(titles)}  ${first}`, ...more.map((line) => indent + line)];
    })
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Formats a problem with its cause and its fix. */
export function problemText({ code, what, why, fix }: CheckProblem): string {
  const [first, ...more] = fix.split("\n");
  return [
    `${what} [${code}]`,
    `  why: ${why}`,
    `  fix: ${first}`,
    ...more.map((line) => `       ${line}`),
  ].join("\n");
}

/** Formats the problems of these checks, each only once, since two checks can find the same problem. */
export function problemsText(checks: readonly Check[], statuses: readonly CheckStatus[]): string {
  const texts = checks.flatMap(({ status, problem }) =>
    problem !== undefined && statuses.includes(status) ? [`${MARKS[status]} ${problemText(problem)}`] : [],
  );
  return [...new Set(texts)].join("\n\n");
}
