import { mkdirSync, rmSync } from "node:fs";
import { type Contestant, outputOf } from "./contestants";
import { OUT } from "./folders";
import { measure, measureMemory } from "./measure";
import { checkOutputs } from "./outputs";
import { type Statistics, statistics } from "./statistics";

/** How one contestant did for one number of functions. */
export interface Result {
  readonly contestant: Contestant;
  readonly many: number;
  /** Seconds. */
  readonly time: Statistics;
  readonly peakMiB: number;
}

/** Seconds that one run is expected to take. */
export function expectedSeconds({ expected }: Contestant, many: number): number {
  return expected.start + expected.perFunction * many;
}

/**
 * How often a contestant is timed, after a first run that warms caches and measures memory. What is slow varies less, relative to what it
 * takes. With 0, the first run is the one that counts.
 */
export function timedRounds(contestant: Contestant, many: number, quick: boolean): number {
  const seconds = expectedSeconds(contestant, many);
  if (quick) return seconds < 2 ? 3 : 0;
  return seconds < 1 ? 9 : seconds < 5 ? 5 : 3;
}

/** Runs all contestants in turn, A B C A B C …, so that whatever else the machine does meets all of them. */
export async function alternate(
  contestants: readonly Contestant[],
  many: number,
  functions: string,
  quick: boolean,
): Promise<readonly Result[]> {
  const entries = contestants.map((contestant) => ({
    contestant,
    rounds: timedRounds(contestant, many, quick),
    seconds: [] as number[],
    peakMiB: 0,
  }));
  for (const entry of entries) {
    const { contestant } = entry;
    emptyOutput(contestant);
    const { seconds, peakMiB } = await measureMemory(contestant.program(functions));
    checkOutputs(contestant.title, outputOf(contestant), many);
    entry.peakMiB = peakMiB;
    if (entry.rounds === 0) entry.seconds.push(seconds);
  }
  for (let round = 0; entries.some(({ rounds }) => round < rounds); round++) {
    for (const { contestant, seconds } of entries.filter(({ rounds }) => round < rounds)) {
      emptyOutput(contestant);
      seconds.push((await measure(contestant.program(functions))).seconds);
    }
  }
  for (const { contestant } of entries) emptyOutput(contestant);
  return entries.map(({ contestant, seconds, peakMiB }) => ({
    contestant,
    many,
    time: statistics(seconds),
    peakMiB,
  }));
}

function emptyOutput(contestant: Contestant): void {
  rmSync(outputOf(contestant), { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
}
