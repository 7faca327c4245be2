import path from "node:path";
import { measure } from "./measure";
import { type Statistics, statistics } from "./statistics";

/** Milliseconds of all checks of lambdas/python. */
export interface CheckTimes {
  /** In a new process, in which nothing is loaded or compiled yet. */
  readonly first: Statistics;
  /** For each further function. */
  readonly next: Statistics;
}

export async function measureChecks(quick: boolean): Promise<CheckTimes> {
  const first: number[] = [];
  const next: number[] = [];
  const command = `node --import tsx ${JSON.stringify(path.join(__dirname, "tasks", "check-folder.ts"))} lambdas/python 200`;
  for (let round = 0; round < (quick ? 3 : 5); round++) {
    const { stdout } = await measure({ command, folder: path.resolve(".") });
    const [one = 0, ...others] = JSON.parse(stdout) as number[];
    first.push(one);
    next.push(statistics(others).median);
  }
  return { first: statistics(first), next: statistics(next) };
}
