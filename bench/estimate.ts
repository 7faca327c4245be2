import type { Contestant } from "./contestants";
import { allRuns, expectedSeconds } from "./rounds";

/** What is not a contestant: compiling the peers, synthesizing again, staging, checks, review. Seconds. */
const OTHERS = { full: 240, quick: 45 } as const;

/** About how long the benchmark takes on a machine that does nothing else, seconds. */
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
