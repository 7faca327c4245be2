import { mkdirSync } from "node:fs";
import { type Contestant, outputOf } from "./contestants";
import { OUT } from "./folders";
import { measure, measureMemory } from "./measure";
import { checkOutputs } from "./outputs";
import { setAside } from "./set-aside";
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
 * How often a contestant is timed. What is slow varies less, relative to what it takes.
 * @returns 0: its only run is the first, which is not quite as it is later
 */
export function timedRounds(contestant: Contestant, many: number, quick: boolean): number {
  const seconds = expectedSeconds(contestant, many);
  if (quick) return seconds < 1.6 ? 3 : 0;
  return seconds < 1 ? 9 : seconds < 5 ? 5 : 3;
}

/** How often it is run in all: a first time, to fill caches; timed; and once more for its memory. */
export function allRuns(contestant: Contestant, many: number, quick: boolean): number {
  const rounds = timedRounds(contestant, many, quick);
  return rounds === 0 ? 1 : rounds + 2;
}

/**
 * Runs all contestants in turn, A B C A B C …, so that whatever else the machine does meets all of them. Each writes into an empty folder,
 * and each has run before: what it keeps elsewhere is there.
 */
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
  const once = async (entry: (typeof entries)[number]) => {
    prepare(entry.contestant);
    const { seconds, peakMiB } = await measureMemory(entry.contestant.program(functions));
    checkOutputs(entry.contestant.title, outputOf(entry.contestant), many);
    entry.peakMiB = peakMiB;
    return seconds;
  };
  for (const entry of entries) {
    const seconds = await once(entry);
    if (entry.rounds === 0) entry.seconds.push(seconds);
  }
  for (let round = 0; entries.some(({ rounds }) => round < rounds); round++) {
    for (const { contestant, seconds } of entries.filter(({ rounds }) => round < rounds)) {
      prepare(contestant);
      seconds.push((await measure(contestant.program(functions))).seconds);
    }
  }
  for (const entry of entries.filter(({ rounds }) => rounds > 0)) await once(entry);
  for (const { contestant } of entries) emptyOutput(contestant);
  return entries.map(({ contestant, seconds, peakMiB }) => ({
    contestant,
    many,
    time: statistics(seconds),
    peakMiB,
  }));
}

function prepare(contestant: Contestant): void {
  emptyOutput(contestant);
  contestant.prepare?.();
}

function emptyOutput(contestant: Contestant): void {
  setAside(outputOf(contestant));
  mkdirSync(OUT, { recursive: true });
}
