import * as fc from "fast-check";
import { formatStatistics, significant, statistics } from "../../bench/statistics";

describe("statistics", () => {
  test("the median of an odd number of runs is the one in the middle", () => {
    expect(statistics([9, 1, 2])).toEqual({ median: 2, min: 1, max: 9, count: 3 });
  });

  test("the median of an even number of runs is between the two in the middle", () => {
    expect(statistics([4, 1, 2, 100]).median).toBe(3);
  });

  test("numbers are compared as numbers, not as text", () => {
    expect(statistics([10, 9, 100]).median).toBe(10);
  });

  test("as many runs are below the median as above it", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (samples) => {
        const { median, min, max } = statistics(samples);
        const below = samples.filter((sample) => sample < median).length;
        const above = samples.filter((sample) => sample > median).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(samples.length / 2);
        expect(min).toBeLessThanOrEqual(median);
        expect(max).toBeGreaterThanOrEqual(median);
      }),
    );
  });

  test("leaves the samples in the order in which they were measured", () => {
    const samples = [3, 1, 2];
    statistics(samples);
    expect(samples).toEqual([3, 1, 2]);
  });

  test("fails when nothing was measured, rather than return 0", () => {
    expect(() => statistics([])).toThrow("Nothing was measured");
  });
});

test.each([
  [0, "0"],
  [0.0004, "0.000"],
  [0.07, "0.070"],
  [0.1324, "0.132"],
  [1.324, "1.32"],
  [13.24, "13.2"],
  [132.4, "132"],
  [1324, "1324"],
])("%d is written %s", (value, text) => {
  expect(significant(value)).toBe(text);
});

test("the range is shown, but for what was measured once", () => {
  expect(formatStatistics(statistics([1, 2, 3]))).toBe("2.00 (1.00–3.00)");
  expect(formatStatistics(statistics([2]))).toBe("2.00");
});
