import { relative, resolve, sep } from "node:path";
import type { Problem } from "../problem";
import type { ProblemCode } from "../problem-code";

/** A problem that somebody looked at and accepts, with the reason. */
export interface Acknowledgement {
  /** For example `requirement-unpinned`; what each means is in docs/problems.md. */
  readonly code: ProblemCode;
  /** Why it is all right here. For whoever reads the stack next. */
  readonly reason: string;
}

/** What was found in the folder of one function. */
export interface CheckedFunction {
  /** Path of the construct, for example `functions-dev/python`. */
  readonly path: string;
  /** The function's folder, absolute. */
  readonly directory: string;
  /** Those that nobody acknowledged. */
  readonly problems: readonly Problem[];
}

/** The problems that are left when the acknowledged ones are taken away. */
export function withoutAcknowledged(
  problems: readonly Problem[],
  acknowledged: readonly Acknowledgement[],
): readonly Problem[] {
  const codes = new Set<ProblemCode>(acknowledged.map(({ code }) => code));
  return problems.filter(({ code }) => !codes.has(code));
}

/** Where a problem is, relative to a folder: `lambdas/python/Dockerfile:17`. */
export function placeOfProblem(
  { directory }: Pick<CheckedFunction, "directory">,
  problem: Problem,
  from: string,
): { readonly file: string; readonly place: string } {
  const file = relative(from, resolve(directory, problem.file)).split(sep).join("/");
  const place = [file, problem.line, problem.line === undefined ? undefined : problem.column]
    .filter((part) => part !== undefined)
    .join(":");
  return { file, place };
}
