import { readFileSync } from "node:fs";
import type { SynthesizedStack } from "../../app/manifest";
import type { Target } from "../../app/target";
import { planStack } from "../../deploy/plan-stack";
import { PLANS_FOLDER } from "../../deploy/plans-folder";
import { allow, EVERYTHING } from "../../review/page/allowance";
import type { Block } from "../../review/page/blocks";
import { buildPage } from "../../review/page/build";
import { readPlan } from "../../review/read-plan";
import { summarize } from "../../review/summarize";

/** Plans stacks. @returns the page of `review` about the plans, in which nothing is cut */
export async function planBlocks(stacks: readonly SynthesizedStack[], target: Target): Promise<Block[]> {
  const summaries = [];
  for (const stack of stacks) {
    await planStack(stack, target);
    const file = `${PLANS_FOLDER}/${stack.name}.json`;
    summaries.push(summarize(readPlan(readFileSync(file, "utf8"), file, stack.name)));
  }
  return buildPage(summaries, allow(EVERYTHING));
}
