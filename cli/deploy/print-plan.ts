import { printResult, whileShown } from "../process/progress";
import { log } from "../process/steps";
import { PlanError, readPlan } from "../review/read-plan";
import { summarize } from "../review/summarize";
import type { Summary } from "../review/summary";
import { onlyNamed, terminalOptions, toTerminal } from "../review/to-terminal";
import { partsOf } from "../terraform/plan-text";
import { printWarnings, type StackPlan } from "./plan-stack";
import { printFindings } from "./registry-images";

export interface PrintPlanOptions {
  /** The review of the plan. @default - Terraform's own text is printed instead */
  readonly summary: Summary | undefined;
  /** The line that prints Terraform's own text. */
  readonly fullCommand: string;
}

/**
 * Prints a plan, if there is anything to change: the summary of its review, and Terraform's own text of the resources that the
 * summary only names. Warnings are always printed.
 */
export async function printPlan(plan: StackPlan, options: PrintPlanOptions): Promise<void> {
  if (plan.changes) {
    await printChanges(plan, options);
  }
  printWarnings(plan.diagnostics);
  printFindings(plan.findings);
}

/** The review of a plan. @returns undefined when its format is unknown */
export function summaryOf({ json, stack, file }: StackPlan): Summary | undefined {
  try {
    return summarize(readPlan(json, file, stack.name));
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

async function printChanges(plan: StackPlan, { summary, fullCommand }: PrintPlanOptions): Promise<void> {
  // Terraform starts all providers for its text, which takes seconds.
  const terraformText = () => whileShown("Formatting the plan", () => plan.terraform.showText(plan.file));
  if (summary === undefined || summary.nothing) {
    printResult(`\n${await terraformText()}\n`);
    return;
  }
  printResult(`\n${toTerminal(summary, terminalOptions())}\n`);
  const addresses = onlyNamed(summary);
  if (addresses.length > 0) {
    const text = await terraformText();
    printResult(`Their values, as Terraform shows them:\n\n${partsOf(text, addresses) ?? text}\n`);
  }
  log(`All of it, as Terraform shows it: ${fullCommand}`);
}
