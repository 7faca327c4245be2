import type { AgainResult } from "./again";
import type { Contestant } from "./contestants";
import { markdownTable } from "./markdown-table";
import type { Result } from "./rounds";
import { formatStatistics, significant } from "./statistics";
import { peersAhead, targets, targetTable } from "./targets";

/** The results of all contestants: time, comparison, memory. */
export function synthReport(results: readonly Result[]): string {
  const numbers = [...new Set(results.map(({ many }) => many))];
  const everyone = [...new Map(results.map(({ contestant }) => [contestant.id, contestant])).values()];
  const find = (id: string, many: number) =>
    results.find((result) => result.contestant.id === id && result.many === many);
  const table = (what: string, cell: (result: Result, own: Result | undefined) => string) =>
    markdownTable(
      [what, ...numbers.map((many) => `N=${many}`)],
      everyone.map(({ id, title }) => [
        title,
        ...numbers.map((many) => {
          const result = find(id, many);
          return result ? cell(result, find("project", many)) : "";
        }),
      ]),
    );
  return [
    "### Synth of N functions",
    table("seconds: median (min–max)", ({ time }) => formatStatistics(time)),
    table("times as long as this project", ({ contestant, time }, own) =>
      own ? ratio(contestant, time.median / own.time.median) : "",
    ),
    table("peak memory, MiB", ({ peakMiB }) => String(Math.round(peakMiB))),
    repetitions(results),
    verdict(results),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The results of a second synth, with existing output. */
export function againReport(many: number, results: readonly AgainResult[]): string {
  return [
    `### Synth again, ${many.toLocaleString("en")} functions`,
    markdownTable(
      ["seconds: median (min–max)", "nothing changed", "one file changed"],
      results.map(({ contestant, unchanged, oneChanged }) => [
        contestant.title,
        formatStatistics(unchanged),
        formatStatistics(oneChanged),
      ]),
    ),
  ].join("\n\n");
}

function ratio({ id }: Contestant, value: number): string {
  return id === "project" ? "1" : `${significant(value)}×`;
}

function repetitions(results: readonly Result[]): string {
  const counts = results.map(({ time }) => time.count);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `Each was run ${least === most ? times(least) : `${least} to ${times(most)}, the slow ones less often`}.`;
}

const times = (count: number) => (count === 1 ? "once" : `${count} times`);

function verdict(results: readonly Result[]): string {
  if (!results.some(({ contestant }) => contestant.id === "project")) return "";
  const ahead = peersAhead(results);
  return [
    ahead.length === 0
      ? "This project is ahead of every peer, for every N."
      : `Peers ahead of this project:\n\n${ahead.map((peer) => `- ${peer}`).join("\n")}`,
    targetTable(targets(results)),
  ].join("\n\n");
}
