import { writeFileSync } from "node:fs";
import path from "node:path";
import { manyFunctions } from "../__tests__/cli/review/many-functions";
import { BENCH, PROJECT_COPY } from "./folders";
import { measure, measureMemory } from "./measure";
import { type Statistics, statistics } from "./statistics";

export interface ReviewTimes {
  readonly functions: number;
  readonly planMiB: number;
  /** Of the whole command, in seconds. */
  readonly time: Statistics;
  readonly peakMiB: number;
}

/** Times `npm run review` over a plan that changes very many functions. */
export async function measureReview(quick: boolean): Promise<ReviewTimes> {
  const functions = 1_000;
  const file = path.join(BENCH, "large-plan.json");
  const plan = JSON.stringify(manyFunctions("python-file-changed", functions));
  writeFileSync(file, plan);
  const program = {
    command: `node scripts/run.mjs review ${JSON.stringify(file)}`,
    folder: PROJECT_COPY,
  };
  const { peakMiB } = await measureMemory(program);
  const seconds: number[] = [];
  for (let round = 0; round < (quick ? 3 : 5); round++) {
    seconds.push((await measure(program)).seconds);
  }
  return { functions, planMiB: Buffer.byteLength(plan) / 1024 ** 2, time: statistics(seconds), peakMiB };
}
