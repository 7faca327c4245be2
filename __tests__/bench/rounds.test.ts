import { contestants } from "../../bench/contestants";
import { estimateSeconds } from "../../bench/estimate";
import { allRuns, timedRounds } from "../../bench/rounds";

describe.each(contestants().map((contestant) => [contestant.title, contestant] as const))(
  "%s",
  (_, contestant) => {
    test("is timed at least three times in a full run, and five times where that is fast", () => {
      for (const many of [1, 10, 100, 1_000]) {
        const { start, perFunction } = contestant.expected;
        const least = start + many * perFunction < 5 ? 5 : 3;
        expect(timedRounds(contestant, many, false)).toBeGreaterThanOrEqual(least);
      }
    });

    test("runs at least once in a quick run", () => {
      expect(allRuns(contestant, 100, true)).toBeGreaterThanOrEqual(1);
    });
  },
);

test("each has an id of its own, and this project comes first", () => {
  const ids = contestants().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toBe("project");
});

test("a quick run takes a few minutes, a full one less than an hour", () => {
  expect(estimateSeconds(contestants(), [1, 100], true)).toBeLessThan(5 * 60);
  expect(estimateSeconds(contestants(), [1, 10, 100, 1_000], false)).toBeLessThan(60 * 60);
});
