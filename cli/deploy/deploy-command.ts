import { checkTypes } from "../app/check-types";
import { type SynthesizedStack, selectStacks } from "../app/manifest";
import { synthesize } from "../app/synthesize";
import { forTarget, targetOptions } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { asLocalDeploy } from "../local/as-local-deploy";
import { checkAnswers, TARGET_HELP, TARGET_OPTIONS, targetOf } from "../local/local-target";
import { whileShown } from "../process/progress";
import { log, step } from "../process/steps";
import { approvedPlans, checkApproved } from "./approved-plans";
import { confirmed } from "./confirmed";
import { checkImagesCanBePushed } from "./image-checks";
import { applyPlan, planStack } from "./plan-stack";
import { printPlan, summaryOf } from "./print-plan";
import { checkFindings } from "./registry-images";
import { checkStateFile } from "./state-file";

export const command: Command = {
  examples: [
    [`${commandLine("deploy --")} --env dev`, "plans, asks, applies"],
    [`${commandLine("deploy --")} --env dev --destroy`, "removes everything again"],
  ],
  help: `${commandLine("deploy --")} [--env <name>] [--local-aws [--role <name>]] [--yes | --approved <plans>] [--push-again] [--destroy]
           [--full] [<stack> …]

Synthesizes, plans, asks for approval, and applies exactly that plan, for all stacks of an environment or the named
ones. A changed image is built and pushed, which needs Docker. This is checked before anything is applied. The types of
the app are checked while it plans, except for the local AWS and for --destroy.

${TARGET_HELP}
  --yes               don't ask
  --approved <plans>  don't ask, and apply only plans that were approved before: <stack>=<fingerprint>,… with the fingerprints
                      that ${commandLine("plan")} writes to .plans/<stack>.fingerprint. Any other plan is refused
  --push-again        continue when a registry refuses the login or has errors during the plan, so that Terraform treats
                      images as missing that may exist: build and push them again
  --destroy           destroy the stacks instead, the dependent ones first
  --full              show the plans as Terraform does`,
  options: {
    ...TARGET_OPTIONS,
    yes: { type: "boolean" },
    approved: { type: "string" },
    "push-again": { type: "boolean" },
    destroy: { type: "boolean" },
    full: { type: "boolean" },
  },
  positionals: Number.POSITIVE_INFINITY,
  async run(args) {
    const target = await targetOf(args);
    await checkAnswers(target);
    const destroy = args.flag("destroy");
    const full = `${commandLine("deploy --")}${targetOptions(target)}${destroy ? " --destroy" : ""} --full`;
    const types = target.local || destroy ? undefined : checkTypes();
    // It is awaited below. Until then a failure must not be reported as unhandled.
    types?.catch(() => undefined);
    const approved = approvedPlans(args.text("approved"));
    const all = await step(`Synthesized${forTarget(target)}`, () => synthesize(target));
    const stacks = selectStacks(all, args.positionals);
    for (const stack of destroy ? stacks.toReversed() : stacks) {
      if (!(await asLocalDeploy(stack, target, () => deploy(stack)))) {
        log("Nothing was changed");
        return 1;
      }
    }
    return 0;

    /** @returns false when the user didn't approve it */
    async function deploy(stack: SynthesizedStack): Promise<boolean> {
      checkStateFile(stack, target);
      const plan = await planStack(stack, target, { destroy, mayRemoveImages: true });
      const summary = args.flag("full") ? undefined : summaryOf(plan);
      await printPlan(plan, { summary, fullCommand: full });
      if (!plan.changes) {
        return true;
      }
      if (!args.flag("push-again")) {
        checkFindings(plan.findings);
      }
      await whileShown("Checking the types of the app", () => types);
      await checkImagesCanBePushed(plan, target);
      if (approved) {
        checkApproved(plan, approved);
      } else if (!args.flag("yes") && !(await confirmed(`Apply this${forTarget(target)}?`))) {
        return false;
      }
      await step(`${destroy ? "Destroyed" : "Deployed"} ${stack.name}`, () => applyPlan(plan));
      return true;
    }
  },
};
