/** A statistic of CloudWatch, for example `Sum` or `p99`. */
export type Statistic = "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum" | `p${number}`;

/** The statistics of CloudWatch: `Stats.SUM`, `Stats.p(99)`. */
export const Stats = {
  /** The sum, divided by the number of values. */
  AVERAGE: "Average",
  /** The largest value. */
  MAXIMUM: "Maximum",
  /** The smallest value. */
  MINIMUM: "Minimum",
  /** The number of values. */
  SAMPLE_COUNT: "SampleCount",
  /** All values added. */
  SUM: "Sum",
  /** The value that this percentage of all values doesn't exceed. @param percentile for example 99 or 99.9 */
  p: (percentile: number): Statistic => `p${percentile}`,
} as const;
