import { Token } from "cdktf";
import type { Duration } from "../duration";
import { rangeProblem } from "../range-problem";
import type { EventSourceMappingOptions, FailureOptions } from "./event-source-mapping";

/** Where Lambda starts to read a stream. @enum */
export const StartingPosition = {
  /** At the oldest record. */
  TRIM_HORIZON: "TRIM_HORIZON",
  /** At records that are newer than the mapping. */
  LATEST: "LATEST",
  /** At a time. Not for DynamoDB. */
  AT_TIMESTAMP: "AT_TIMESTAMP",
} as const;
export type StartingPosition = (typeof StartingPosition)[keyof typeof StartingPosition];

/** A start at one of the stream's ends. */
export interface StartAtEnd {
  /** Where Lambda starts to read. It can't be changed later: that creates a new mapping. */
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  /** Only for a position at a time. */
  readonly startingPositionTimestamp?: never;
}

/** A start at a time. */
export interface StartAtTimestamp {
  /** From a time on. */
  readonly startingPosition: "AT_TIMESTAMP";
  /** The time, in seconds since 1970. */
  readonly startingPositionTimestamp: number;
}

/** Settings that DynamoDB and Kinesis have in common. */
export interface StreamOptions extends EventSourceMappingOptions, FailureOptions {
  /** How many batches of a shard are worked on at the same time, 1 to 10. @default 1 */
  readonly parallelizationFactor?: number;
  /** The length of a window whose events share a state, up to 15 minutes. @default - no windows */
  readonly tumblingWindow?: Duration;
}

/** AWS Lambda API Reference, CreateEventSourceMapping (read 2026-11-28). */
const LIMITS = {
  parallelizationFactor: { min: 1, max: 10 },
  tumblingWindowSeconds: { min: 0, max: 900 },
} as const;

/** AWS Lambda API Reference, CreateEventSourceMapping: BatchSize (read 2026-11-28). */
export const STREAM_BATCH_SIZE = 10_000;

/** Describes the settings that Lambda would refuse. Empty when there are none. */
export function streamProblems({ parallelizationFactor, tumblingWindow }: StreamOptions): string[] {
  return [
    ...rangeProblem("parallelizationFactor", parallelizationFactor, LIMITS.parallelizationFactor, ""),
    ...rangeProblem("tumblingWindow", tumblingWindow?.toSeconds(), LIMITS.tumblingWindowSeconds, "seconds"),
  ];
}

/** The arguments of a mapping for a stream. */
export function streamConfig({ parallelizationFactor, tumblingWindow }: StreamOptions): {
  readonly parallelizationFactor?: number;
  readonly tumblingWindowInSeconds?: number;
} {
  return {
    ...(parallelizationFactor !== undefined && { parallelizationFactor }),
    ...(tumblingWindow && { tumblingWindowInSeconds: tumblingWindow.toSeconds() }),
  };
}

/** The arguments of a mapping for the start. Terraform's provider wants the time as RFC 3339. */
export function startConfig(start: StartAtEnd | StartAtTimestamp): {
  readonly startingPosition: StartingPosition;
  readonly startingPositionTimestamp?: string;
} {
  const { startingPosition, startingPositionTimestamp } = start;
  return {
    startingPosition,
    ...(startingPositionTimestamp !== undefined && {
      startingPositionTimestamp: new Date(startingPositionTimestamp * 1_000)
        .toISOString()
        .replace(".000Z", "Z"),
    }),
  };
}

/** Describes a time that isn't one. Empty when it is. */
export function startProblems({
  startingPositionTimestamp: seconds,
}: StartAtEnd | StartAtTimestamp): string[] {
  return seconds === undefined || (!Token.isUnresolved(seconds) && seconds > 0 && seconds < 1e11)
    ? []
    : [
        `startingPositionTimestamp is in seconds since 1970, known at synth; got ${seconds} (milliseconds would be a date in the far future)`,
      ];
}
