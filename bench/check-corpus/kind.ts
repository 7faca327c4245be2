import type { Facts } from "./reading/facts";

/** A place that a person has to correct. Several may be right. */
export interface Place {
  readonly file: string;
  /** 1-based. @default - any line of the file */
  readonly line?: number;
}

/** One broken variant of a healthy project. */
export interface Variant {
  /** The new text of files, by path. `null` removes a file. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** Files that become executable, or no longer are. */
  readonly executable?: Readonly<Record<string, boolean>>;
  /** The new command in TypeScript. */
  readonly cmd?: readonly string[];
  /** The right places, in the changed files. */
  readonly places: readonly Place[];
}

/** A kind of mistake. */
export interface Kind {
  readonly name: string;
  /** The codes of which one is expected. */
  readonly codes: readonly string[];
  /** `error` where the build or each call must fail: a warning doesn't count then. */
  readonly severity: "error" | "warning";
  /** Makes the mistake. Undefined where it doesn't apply, or where it can't be told how to make it. */
  variant(facts: Facts): Variant | undefined;
}
