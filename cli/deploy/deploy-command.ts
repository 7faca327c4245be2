import { createInterface } from "node:readline/promises";
import { checkTypes } from "../app/check-types";
import { selectStacks, synthesize } from "../app/synthesize";
import { forTarget } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { checkAnswers, TARGET_HELP, TARGET_OPTIONS, targetOf } from "../local/local-target";
import { CommandError, log, step } from "../process/steps";
import { approvedPlans, checkApproved } from "./approved-plans";
import { checkImagesCanBePushed } from "./image-checks";
import { applyPlan, planStack, printPlan } from "./plan-stack";
import { checkFindings } from "./registry-images";
import { checkStateFile } from "./state-file";

export const command: Command = {
  help: `${commandLine("deploy --")} [--env <name>] [--local-aws] [--yes] [--push-again] [--destroy] [<stack> …]

Synthesizes, plans, asks, and applies that very plan, for all stacks of an environment or the named ones. An image that
changed is built and pushed, which needs Docker: whether that will work is checked before anything is applied. So are the types of
the app, while it plans; not for the local AWS and not to destroy.

${TARGET_HELP}
  --yes               don't ask
  --approved <plans>  don't ask, and apply only plans that were approved before: <stack>=<fingerprint>,… where a fingerprint is
                      what ${commandLine("plan")} leaves in .plans/<stack>.fingerprint. Another plan is refused
  --push-again        go on where a registry refuses the login or is in trouble while it is planned, so that Terraform takes images for gone
                      that may well be there: build and push them again
  --destroy           destroy the stacks instead, the dependent ones first`,
  options: {
    ...TARGET_OPTIONS,
    yes: { type: "boolean" },
    approved: { type: "string" },
    "push-again": { type: "boolean" },
    destroy: { type: "boolean" },
  },
  async run(args) {
    const target = await targetOf(args);
    await checkAnswers(target);
    const destroy = args.flag("destroy");
    const types = target.local || destroy ? undefined : checkTypes();
    // It is awaited below; until then nobody else may be told that it failed.
    types?.catch(() => undefined);
    const approved = approvedPlans(args.text("approved"));
    const all = await step(`Synthesized${forTarget(target)}`, () => synthesize(target));
    const stacks = selectStacks(all, args.positionals);
    for (const stack of destroy ? stacks.toReversed() : stacks) {
      checkStateFile(stack, target);
      const plan = await planStack(stack, target, { destroy, mayForget: true });
      printPlan(plan);
      if (!plan.changes) {
        continue;
      }
      if (!args.flag("push-again")) {
        checkFindings(plan.findings);
      }
      await types;
      await checkImagesCanBePushed(plan, target);
      if (approved) {
        checkApproved(plan, approved);
      } else if (!args.flag("yes") && !(await confirmed(`Apply this${forTarget(target)}?`))) {
        log("Nothing was changed");
        return 1;
      }
      await step(`${destroy ? "Destroyed" : "Deployed"} ${stack.name}`, () => applyPlan(plan));
    }
  },
};

/** @throws CommandError when there is nobody to ask */
async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new CommandError("There is no terminal to ask in. Read the plan above, and add --yes to apply it.");
  }
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  prompt.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return (await prompt.question(`${question} Only "yes" applies it: `)).trim() === "yes";
  } finally {
    prompt.close();
  }
}
