import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { type Contestant, outputOf } from "./contestants";
import { OUT } from "./folders";
import { functionName } from "./function-files";
import { measure } from "./measure";
import { setAside } from "./set-aside";
import { type Statistics, statistics } from "./statistics";

/** The time of a synth with existing output, in seconds. */
export interface AgainResult {
  readonly contestant: Contestant;
  readonly unchanged: Statistics;
  /** With one changed file of one function. */
  readonly oneChanged: Statistics;
}

/** Synthesizes again, in turn: first with nothing changed, then with one file changed before each run. */
export async function synthesizeAgain(
  contestants: readonly Contestant[],
  functions: string,
  rounds: number,
): Promise<readonly AgainResult[]> {
  const entries = contestants.map((contestant) => ({
    contestant,
    unchanged: [] as number[],
    oneChanged: [] as number[],
  }));
  mkdirSync(OUT, { recursive: true });
  for (const { contestant } of entries) {
    setAside(outputOf(contestant));
    await measure(contestant.program(functions));
  }
  for (let round = 0; round < rounds; round++) {
    for (const { contestant, unchanged } of entries) {
      unchanged.push((await measure(contestant.program(functions))).seconds);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { contestant, oneChanged } of entries) {
      appendFileSync(path.join(functions, functionName(0), "sample_code_1.py"), "# An edit.\n");
      oneChanged.push((await measure(contestant.program(functions))).seconds);
    }
  }
  for (const { contestant } of entries) {
    setAside(outputOf(contestant));
  }
  return entries.map(({ contestant, unchanged, oneChanged }) => ({
    contestant,
    unchanged: statistics(unchanged),
    oneChanged: statistics(oneChanged),
  }));
}
