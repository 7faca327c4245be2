import type { Check, CheckProblem, CheckStatus } from "./check";

const MARKS: Readonly<Record<CheckStatus, string>> = { ok: "✓", warning: "!", problem: "✗", skipped: "-" };

/** Narrower, words don't fit; wider, the eye loses the line. In columns. */
const NARROWEST = 80;
const WIDEST = 120;

/** All checks as a table of two columns, what and what was found, for a terminal of so many columns. */
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

/** A problem with its cause and its fix. */
export function problemText({ code, what, why, fix }: CheckProblem): string {
  const [first, ...more] = fix.split("\n");
  return [
    `${what} [${code}]`,
    `  why: ${why}`,
    `  fix: ${first}`,
    ...more.map((line) => `       ${line}`),
  ].join("\n");
}

/** The problems of these checks, each told once: two checks can run into the same. */
export function problemsText(checks: readonly Check[], statuses: readonly CheckStatus[]): string {
  const told = checks.flatMap(({ status, problem }) =>
    problem !== undefined && statuses.includes(status) ? [`${MARKS[status]} ${problemText(problem)}`] : [],
  );
  return [...new Set(told)].join("\n\n");
}

/** Lines of whole words; a word that is longer than a line has one to itself. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${line} ${word}`;
    }
  }
  return lines;
}
