import { existsSync } from "node:fs";
import path from "node:path";
import { type SynthesizedStack, selectStacks } from "../app/manifest";
import { synthesize } from "../app/synthesize";
import { forTarget, type Target, targetOptions } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { checkAnswers, TARGET_HELP, TARGET_OPTIONS, targetOf } from "../local/local-target";
import { printResult } from "../process/progress";
import { log, StepNotPossible, step } from "../process/steps";
import type { Summary } from "../review/summary";
import { toJson } from "../review/to-json";
import { stackBackend } from "../terraform/stack-backend";
import { outputsReadFrom } from "../terraform/stack-inputs";
import { Terraform } from "../terraform/terraform";
import { planStack, removePlans, type StackPlan } from "./plan-stack";
import { PLANS_FOLDER } from "./plans-folder";
import { printPlan, summaryOf } from "./print-plan";
import { checkStateFile } from "./state-file";

export const command: Command = {
  examples: [
    [`${commandLine("plan --")} --env dev`, "shows what a deploy to dev would change"],
    [`${commandLine("plan --")} --env dev --full`, "the same, with all of Terraform's text"],
  ],
  help: `${commandLine("plan --")} [--env <name>] [--local-aws] [--full] [--json] [<stack> …]

Synthesizes and plans all stacks of an environment, or the named ones. Needs no Docker. Each plan is saved in ${PLANS_FOLDER}/, as
<stack>.tfplan (for terraform apply) and <stack>.json, with a fingerprint in <stack>.fingerprint (for ${commandLine("deploy")}).

Shows the risks first, then each function, then all other changes, as ${commandLine("review")} does.

${TARGET_HELP}
  --full         shows the plans as Terraform does
  --json         prints the review as JSON

Exits with 0 when nothing would change, 2 when something would, 1 when it failed.`,
  options: { ...TARGET_OPTIONS, full: { type: "boolean" }, json: { type: "boolean" } },
  positionals: Number.POSITIVE_INFINITY,
  async run(args) {
    const target = await targetOf(args);
    const stacks = await step(`Synthesized${forTarget(target)}`, () => synthesize(target));
    if (args.positionals.length === 0) {
      removePlans();
    }
    const json = args.flag("json");
    const full = `${commandLine("plan --")}${targetOptions(target)} --full`;
    const summaries: Summary[] = [];
    let anyChanges = false;
    for (const stack of selectStacks(stacks, args.positionals)) {
      checkStateFile(stack, target);
      // A stack that was never deployed is planned without a request.
      if (existsSync(stackBackend(stack.folder).file ?? "")) {
        await checkAnswers(target);
      }
      const plan = await planUnlessTooEarly(stack, stacks, target);
      if (plan === undefined) {
        log(
          `${stack.name} can only be planned after the stacks that it reads from are deployed: ${stack.dependencies.join(", ")}`,
        );
        anyChanges = true;
        continue;
      }
      const summary = summaryOf(plan);
      const shown = args.flag("full") ? undefined : summary;
      if (!json) await printPlan(plan, { summary: shown, fullCommand: full });
      else if (summary) summaries.push(summary);
      // The summary says it too.
      for (const image of shown ? [] : plan.images) {
        log(`An apply would build and push an image: ${image}`);
      }
      anyChanges ||= plan.changes;
    }
    if (json) {
      printResult(toJson(summaries).trimEnd());
    }
    return anyChanges ? 2 : 0;
  },
};

/** @returns undefined when it reads from a stack that was never deployed */
async function planUnlessTooEarly(
  stack: SynthesizedStack,
  stacks: readonly SynthesizedStack[],
  target: Target,
): Promise<StackPlan | undefined> {
  try {
    return await planStack(stack, target, { isTooEarly: () => lacksOutputs(stack, stacks, target) });
  } catch (error) {
    if (error instanceof StepNotPossible) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Whether a stack reads an output that another stack doesn't have yet. Asks Terraform for the outputs of the stacks
 * that it reads from.
 */
async function lacksOutputs(
  { folder, dependencies }: SynthesizedStack,
  stacks: readonly SynthesizedStack[],
  target: Target,
): Promise<boolean> {
  for (const other of stacks.filter(({ name }) => dependencies.includes(name))) {
    const terraform = new Terraform(other.folder, target.terraformEnvironment);
    if (!existsSync(path.join(other.folder, ".terraform"))) {
      await terraform.init();
    }
    const outputs = await terraform.output();
    if (outputsReadFrom(other.name, folder).some((name) => outputs[name] === undefined)) {
      return true;
    }
  }
  return false;
}
