import type { Contestant } from "./contestants";
import { allRuns, expectedSeconds } from "./rounds";

/** The other measurements, in seconds: compiling the peers, synthesizing again, staging, checks, review. */
const OTHERS = { full: 240, quick: 45 } as const;

/** The approximate time of the benchmark on an idle machine, in seconds. */
export function estimateSeconds(
  contestants: readonly Contestant[],
  numbers: readonly number[],
  quick: boolean,
): number {
  const runs = numbers.flatMap((many) =>
    contestants.map((contestant) => expectedSeconds(contestant, many) * allRuns(contestant, many, quick)),
  );
  return runs.reduce((sum, seconds) => sum + seconds, OTHERS[quick ? "quick" : "full"]);
}
