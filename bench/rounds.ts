import { mkdirSync } from "node:fs";
import { type Contestant, outputOf } from "./contestants";
import { OUT } from "./folders";
import { measure, measureMemory } from "./measure";
import { checkOutputs } from "./outputs";
import { setAside } from "./set-aside";
import { type Statistics, statistics } from "./statistics";

/** The result of one contestant for one number of functions. */
export interface Result {
  readonly contestant: Contestant;
  readonly many: number;
  /** Seconds. */
  readonly time: Statistics;
  readonly peakMiB: number;
}

/** The expected time of one run, in seconds. */
export function expectedSeconds({ expected }: Contestant, many: number): number {
  return expected.start + expected.perFunction * many;
}

/**
 * How often a contestant is timed. Slow contestants vary less, relative to their time.
 * @returns 0 if its only run is the first, which can differ from later runs
 */
export function timedRounds(contestant: Contestant, many: number, quick: boolean): number {
  const seconds = expectedSeconds(contestant, many);
  if (quick) return seconds < 1.6 ? 3 : 0;
  return seconds < 1 ? 9 : seconds < 5 ? 5 : 3;
}

/** The total number of its runs: a first one to fill caches, the timed ones, and one for its memory. */
export function allRuns(contestant: Contestant, many: number, quick: boolean): number {
  const rounds = timedRounds(contestant, many, quick);
  return rounds === 0 ? 1 : rounds + 2;
}

/**
 * Runs all contestants in turn, A B C A B C …, so that other load on the machine affects all of them. Each writes into
 * an empty folder, and each has run before, so that its caches exist.
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
