/** Repeated measurements of one thing. */
export interface Statistics {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/**
 * The median is a good estimate. A mean would be distorted by a single run that another program disturbed.
 * @throws RangeError when nothing was measured
 */
export function statistics(samples: readonly number[]): Statistics {
  const sorted = [...samples].sort((a, b) => a - b);
  const min = sorted[0];
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) {
    throw new RangeError("Nothing was measured.");
  }
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? min;
  return { median: (lower + upper) / 2, min, max, count: sorted.length };
}

/** A number with three significant digits: 0.132, 1.32, 13.2, 132. */
export function significant(value: number): string {
  if (value === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

/** `1.32 (1.30–1.41)`. A single measurement has no range. */
export function formatStatistics({ median, min, max, count }: Statistics): string {
  return count === 1
    ? significant(median)
    : `${significant(median)} (${significant(min)}–${significant(max)})`;
}
