import type { CheckTimes } from "./checks";
import type { ReviewTimes } from "./large-review";
import type { LocalLoopTimes } from "./local-loop";
import { markdownTable } from "./markdown-table";
import type { StagingResult, StagingTimes } from "./staging";
import { formatStatistics, significant } from "./statistics";
import { localTargets, targetTable } from "./targets";

export function stagingReport(results: readonly StagingResult[]): string {
  return [
    "### Hashing and staging a build context",
    ...results.map(({ title, measured }) => {
      if (!measured) return `${title}: skipped, since the disk has not enough space.`;
      const { project, awsCdk, limit } = measured;
      const row = (name: string, { cold, unchanged, oneChanged }: StagingTimes) => [
        name,
        ...[cold.hash, cold.stage, unchanged, oneChanged].map(formatStatistics),
      ];
      return [
        markdownTable(
          [
            `${title}, milliseconds: median (min–max)`,
            "read and hash",
            "stage",
            "again, nothing changed",
            "again, one file changed",
          ],
          [row("This project", project), row("AWS CDK", awsCdk)],
        ),
        `One core's SHA-256 of as many bytes from memory: ${formatStatistics(limit)} ms, so that reading and hashing run at ` +
          `${Math.round((100 * limit.median) / project.cold.hash.median)} % of its limit. Peak memory: ${Math.round(project.peakMiB)} MiB.`,
      ].join("\n\n");
    }),
  ].join("\n\n");
}

export function checksReport({ first, next }: CheckTimes): string {
  return [
    "### All checks of a function's folder (lambdas/python)",
    markdownTable(
      ["milliseconds: median (min–max)", "time"],
      [
        ["the first function of a process", formatStatistics(first)],
        ["each further function", formatStatistics(next)],
      ],
    ),
  ].join("\n\n");
}

export function reviewReport({ functions, planMiB, time, peakMiB }: ReviewTimes): string {
  return [
    "### Review of a large plan",
    `\`npm run review\` of a plan that changes ${functions.toLocaleString("en")} functions (${significant(planMiB)} MiB of JSON): ` +
      `${formatStatistics(time)} s, peak memory ${Math.round(peakMiB)} MiB.`,
  ].join("\n\n");
}

/** @param times `undefined` when it was not measured */
export function localReport(times: LocalLoopTimes | undefined): string {
  return [
    "### From an edit to the answer on the local AWS",
    ...(times
      ? [
          markdownTable(
            ["seconds from saving a Python file to its answer: median (min–max)", "time"],
            [
              ["`npm run local -- --watch`, hot-reloaded", formatStatistics(times.hotReload)],
              ["`npm run local -- --watch`, deployed", formatStatistics(times.deploy)],
              ["`npm run local`, then `npm run local:invoke`", formatStatistics(times.commands)],
            ],
          ),
          targetTable(localTargets(times)),
        ]
      : ["Skipped, since it starts a local AWS. Measure it with `npm run bench -- --with-local`."]),
  ].join("\n\n");
}
