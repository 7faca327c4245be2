import { Token } from "cdktf";
import { rangeProblem } from "../range-problem";

/** How an alarm compares values with its threshold. @enum */
export const ComparisonOperator = {
  /** At the threshold, or above. */
  GREATER_THAN_OR_EQUAL_TO_THRESHOLD: "GreaterThanOrEqualToThreshold",
  /** Above the threshold. */
  GREATER_THAN_THRESHOLD: "GreaterThanThreshold",
  /** Below the threshold. */
  LESS_THAN_THRESHOLD: "LessThanThreshold",
  /** At the threshold, or below. */
  LESS_THAN_OR_EQUAL_TO_THRESHOLD: "LessThanOrEqualToThreshold",
} as const;
/** How an alarm compares: `ComparisonOperator.GREATER_THAN_THRESHOLD` or `"GreaterThanThreshold"`. */
export type ComparisonOperator = (typeof ComparisonOperator)[keyof typeof ComparisonOperator];

/** What a period without any value means for an alarm. A function that isn't invoked has no values. @enum */
export const TreatMissingData = {
  /** Something is wrong. */
  BREACHING: "breaching",
  /** All is well. */
  NOT_BREACHING: "notBreaching",
  /** The alarm stays as it is. */
  IGNORE: "ignore",
  /** The alarm says that it lacks data. */
  MISSING: "missing",
} as const;
/** What a period without any value means: `TreatMissingData.NOT_BREACHING` or `"notBreaching"`. */
export type TreatMissingData = (typeof TreatMissingData)[keyof typeof TreatMissingData];

/** The numbers that CloudWatch limits. */
export interface AlarmNumbers {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number | undefined;
}

/** Amazon CloudWatch API Reference, PutMetricAlarm: Period and EvaluationPeriods (read 2026-11-28). */
const LIMITS = {
  shortPeriods: [10, 20, 30],
  /** The longest time for periods below an hour, and for others. */
  totalSeconds: { short: 86_400, long: 604_800 },
} as const;

/** Describes what CloudWatch would refuse. Empty when there is nothing. */
export function alarmProblems({
  periodSeconds,
  evaluationPeriods,
  datapointsToAlarm,
}: AlarmNumbers): readonly string[] {
  const shortPeriods: readonly number[] = LIMITS.shortPeriods;
  const known = !Token.isUnresolved(evaluationPeriods);
  const most = periodSeconds < 3_600 ? LIMITS.totalSeconds.short : LIMITS.totalSeconds.long;
  return [
    ...(shortPeriods.includes(periodSeconds) || (periodSeconds > 0 && periodSeconds % 60 === 0)
      ? []
      : [`the metric's period must be 10, 20 or 30 seconds, or whole minutes; got ${periodSeconds} seconds`]),
    ...rangeProblem("evaluationPeriods", evaluationPeriods, { min: 1, max: Infinity }, ""),
    ...rangeProblem(
      "datapointsToAlarm",
      datapointsToAlarm,
      { min: 1, max: known ? evaluationPeriods : Infinity },
      "evaluationPeriods",
    ),
    ...(known && periodSeconds * evaluationPeriods > most
      ? [
          `evaluationPeriods × period is ${periodSeconds * evaluationPeriods} seconds, but at most ${most} are allowed`,
        ]
      : []),
  ];
}
