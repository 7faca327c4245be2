import type { ProblemCode } from "./problem-code";

/** How much a problem matters: an `error` stops synth, diff and deploy; a `warning` and a `hint` don't. */
export type Severity = "error" | "warning" | "hint";

/** A problem of a function's folder, found before anything is built. */
export interface Problem {
  /** What kind of problem it is. */
  readonly code: ProblemCode;
  /** How much it matters. */
  readonly severity: Severity;
  /** The file it is in, relative to the build context, with `/`. */
  readonly file: string;
  /** 1-based. @default - the problem is about the file as a whole */
  readonly line?: number;
  /** 1-based. @default - the problem is about the whole line */
  readonly column?: number;
  /** One line: what is wrong. */
  readonly message: string;
  /** Why it matters: the effect, and when it would occur. */
  readonly reason: string;
  /** What to do, with the corrected line where there is one. */
  readonly fix: string;
}
