import { markdownTable } from "../markdown-table";
import { KINDS } from "./kinds";
import type { Outcome, Reported, Run } from "./run";

/** The numbers of one kind. */
export interface Row {
  readonly kind: string;
  readonly variants: number;
  readonly found: number;
  readonly atRightPlace: number;
}

/** One row for each kind that was tried. */
export function rowsOf(outcomes: readonly Outcome[]): readonly Row[] {
  return KINDS.flatMap((kind) => {
    const own = outcomes.filter((each) => each.kind === kind);
    const missed = own.filter(({ result }) => result === "missed").length;
    const right = own.filter(({ result }) => result === "right place").length;
    return own.length === 0
      ? []
      : [{ kind: kind.name, variants: own.length, found: own.length - missed, atRightPlace: right }];
  });
}

export function tables({ projects, outcomes, alarms }: Run): string {
  const errors = alarms.filter(({ severity }) => severity === "error").length;
  const others = outcomes.filter(({ aws }) => !aws);
  return [
    `${projects} healthy projects, ${outcomes.length} broken variants. False alarms on the healthy ones: ${errors} errors, ${alarms.length - errors} warnings.`,
    "On AWS's base images:",
    table(outcomes.filter(({ aws }) => aws)),
    ...(others.length === 0 ? [] : ["On other base images:", table(others)]),
  ].join("\n\n");
}

function table(outcomes: readonly Outcome[]): string {
  const rows = rowsOf(outcomes);
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const all: Row = {
    kind: "**all**",
    variants: sum(({ variants }) => variants),
    found: sum(({ found }) => found),
    atRightPlace: sum(({ atRightPlace }) => atRightPlace),
  };
  return markdownTable(
    ["kind", "variants", "found", "at the right place", "missed"],
    [...rows, all].map(({ kind, variants, found, atRightPlace }) => [
      kind,
      ...[variants, found, atRightPlace, variants - found].map(String),
    ]),
  );
}

/** A line for each variant that wasn't found, or at another place, and for each false alarm. */
export function missed({ outcomes, alarms }: Run): string {
  return [
    ...alarms.map(({ project, ...alarm }) => `${project}: false alarm: ${textOf(alarm)}`),
    ...outcomes.flatMap(({ project, kind, places, result, reported }) => {
      if (result === "right place") return [];
      const at = places.map(({ file, line }) => (line === undefined ? file : `${file}:${line}`)).join(", ");
      const found = reported.map(textOf).join(", ") || "nothing";
      return `${project}: ${kind.name}: ${result}: ${kind.severity} ${kind.codes.join(" or ")} at ${at}; reported: ${found}`;
    }),
  ].join("\n");
}

function textOf({ code, severity, file, line }: Reported): string {
  return `${severity} ${code} ${file}${line === undefined ? "" : `:${line}`}`;
}
