import { relative, resolve, sep } from "node:path";
import type { Problem } from "../problem";
import type { ProblemCode } from "../problem-code";

/** A problem that is accepted, with the reason. */
export interface Acknowledgement {
  /** For example `requirement-unpinned`. docs/problems.md explains each code. */
  readonly code: ProblemCode;
  /** Why the problem is acceptable here, for the next reader of the stack. */
  readonly reason: string;
}

/** The problems of one function's folder. */
export interface CheckedFunction {
  /** Path of the construct, for example `functions-dev/python`. */
  readonly path: string;
  /** The function's folder, absolute. */
  readonly directory: string;
  /** The problems that are not acknowledged. */
  readonly problems: readonly Problem[];
}

/** The problems without the acknowledged ones. */
export function withoutAcknowledged(
  problems: readonly Problem[],
  acknowledged: readonly Acknowledgement[],
): readonly Problem[] {
  const codes = new Set<ProblemCode>(acknowledged.map(({ code }) => code));
  return problems.filter(({ code }) => !codes.has(code));
}

/** The place of a problem, relative to a folder: `lambdas/python/Dockerfile:17`. */
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
