import { LAMBDA_RUNTIMES_SOURCE } from "../../lib/tooling";
import { shortDigest } from "../short-digest";
import type { Finding, Kind, Looked, Urgency } from "./finding";

const KINDS: readonly (readonly [Kind, string])[] = [
  ["runtime", "Runtimes of Lambda"],
  ["base-image", "Base images"],
  ["provider", "Providers of Terraform"],
  ["dependency", "Packages of npm"],
  ["emulator", "The local AWS"],
];

const MARKS: Readonly<Record<Urgency, string>> = { ended: "✗", "ends-soon": "!", newer: "↑", unknown: "?" };

/** Whether somebody has something to do. */
export function isOutdated({ urgency }: Finding): boolean {
  return urgency !== "unknown";
}

/** The findings as text, the most urgent first in each group. */
export function outdatedText({ findings, upToDate }: Looked): string {
  const order = Object.keys(MARKS);
  const groups = KINDS.flatMap(([kind, title]) => {
    const own = findings
      .filter((finding) => finding.kind === kind)
      .sort((one, other) => order.indexOf(one.urgency) - order.indexOf(other.urgency));
    return own.length === 0 ? [] : [[title, ...own.map(lineOf)].join("\n")];
  });
  const outdated = findings.filter(isOutdated).length;
  const unknown = findings.length - outdated;
  const counts = `${outdated} out of date, ${unknown} not known, ${upToDate} up to date`;
  const source = findings.some(({ kind }) => kind === "runtime")
    ? `\nThe dates of runtimes: ${LAMBDA_RUNTIMES_SOURCE.title}, ${LAMBDA_RUNTIMES_SOURCE.url}, as recorded on ${LAMBDA_RUNTIMES_SOURCE.recorded}`
    : "";
  return [...groups, `${counts}${source}`].join("\n\n");
}

function lineOf({ urgency, name, files, current, what, fix }: Finding): string {
  const version = current === undefined ? "" : ` ${shortDigest(current)}`;
  const where = files.length === 0 ? "" : ` (${files.join(", ")})`;
  return `  ${MARKS[urgency]} ${name}${version}${where} ${what}${fix === undefined ? "" : `\n      ${fix}`}`;
}
