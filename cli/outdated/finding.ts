/** What can be out of date. */
export type Kind = "runtime" | "base-image" | "provider" | "dependency" | "emulator";

/**
 * How urgent it is. `ended`: it gets no more fixes. `ends-soon`: within half a year. `newer`: there is a newer one. `unknown`: nobody could be
 * asked.
 */
export type Urgency = "ended" | "ends-soon" | "newer" | "unknown";

/** One thing that is out of date, or that could not be asked about. */
export interface Finding {
  readonly kind: Kind;
  readonly urgency: Urgency;
  /** What it is, for example `public.ecr.aws/lambda/python:3.13`. */
  readonly name: string;
  /** The files that name it. */
  readonly files: readonly string[];
  readonly current?: string;
  readonly newest?: string;
  /** The day from which it gets no more fixes. ISO 8601. */
  readonly until?: string;
  /** What is wrong with it, as a sentence's end: "is no longer supported by AWS". */
  readonly what: string;
  /** What to do: a command, or a change of a file. @default - wait, or ask again later */
  readonly fix?: string;
}

/** What was looked at, with what was found. */
export interface Looked {
  readonly findings: readonly Finding[];
  /** How many things are up to date. */
  readonly upToDate: number;
}

/** All of it together. */
export function together(all: readonly Looked[]): Looked {
  return {
    findings: all.flatMap(({ findings }) => findings),
    upToDate: all.reduce((sum, { upToDate }) => sum + upToDate, 0),
  };
}
