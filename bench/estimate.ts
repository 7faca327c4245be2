import type { Contestant } from "./contestants";
import { expectedSeconds, timedRounds } from "./rounds";

/** What is not a contestant: compiling the peers, synthesizing again, staging, checks, review. Seconds. */
const OTHERS = { full: 240, quick: 60 } as const;

/** About how long the benchmark takes on a machine that does nothing else, seconds. */
export function estimateSeconds(
  contestants: readonly Contestant[],
  numbers: readonly number[],
  quick: boolean,
): number {
  const runs = numbers.flatMap((many) =>
    contestants.map(
      (contestant) => expectedSeconds(contestant, many) * (1 + timedRounds(contestant, many, quick)),
    ),
  );
  return runs.reduce((sum, seconds) => sum + seconds, OTHERS[quick ? "quick" : "full"]);
}
