import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { say, step } from "../process/steps";
import { lostImages } from "../terraform/lost-images";
import { planFingerprint } from "../terraform/plan-fingerprint";
import { type PlanSummary, summarizePlan } from "../terraform/plan-summary";
import { type PlanOptions, type SavedPlan, Terraform, TerraformError } from "../terraform/terraform";
import type { SynthesizedStack } from "./project";
import type { Target } from "./target";

/**
 * Where plans are kept: `<stack>.tfplan` as Terraform saves it, `<stack>.json` as programs read it, and its fingerprint in
 * `<stack>.fingerprint`.
 */
export const PLANS_FOLDER = ".plans";

/** Removes the plans of earlier runs, which may be of another environment. */
export function removePlans(): void {
  for (const name of existsSync(PLANS_FOLDER) ? readdirSync(PLANS_FOLDER) : []) {
    if (/\.(tfplan|json|fingerprint)$/.test(name)) {
      rmSync(path.join(PLANS_FOLDER, name));
    }
  }
}

/** A saved plan of one stack. */
export interface StackPlan extends PlanSummary {
  readonly stack: SynthesizedStack;
  readonly terraform: Terraform;
  readonly file: string;
  /** Whether there is anything to change. */
  readonly changes: boolean;
  /** The plan as people read it. */
  readonly text: string;
  /** Tells it from other plans: see planFingerprint. */
  readonly fingerprint: string;
}

/** Initializes a stack and saves a plan of it. */
export async function planStack(
  stack: SynthesizedStack,
  target: Target,
  options: PlanOptions = {},
): Promise<StackPlan> {
  const terraform = new Terraform(stack.folder, target.terraformEnvironment);
  const base = path.resolve(PLANS_FOLDER, stack.name);
  const file = `${base}.tfplan`;
  mkdirSync(PLANS_FOLDER, { recursive: true });
  await step(`Initialized ${stack.name}`, () => terraform.init());
  return await step(
    `Planned ${stack.name}`,
    async () => {
      const { changes, text } = await planWithLostImages(terraform, file, options);
      const json = await terraform.showJson(file);
      const fingerprint = planFingerprint(json);
      writeFileSync(`${base}.json`, json);
      writeFileSync(`${base}.fingerprint`, `${fingerprint}\n`);
      return { stack, terraform, file, changes, text, fingerprint, ...summarizePlan(JSON.parse(json)) };
    },
    ({ changes, add, change, destroy }) => (changes ? `+${add} ~${change} -${destroy}` : "No changes"),
  );
}

/** Applies a plan. Its files go: they can hold secrets, and a plan that was applied is none to review. */
export async function applyPlan({
  terraform,
  file,
  stack,
}: Pick<StackPlan, "terraform" | "file" | "stack">): Promise<void> {
  await terraform.apply(file);
  for (const ending of ["tfplan", "json", "fingerprint"]) {
    rmSync(path.join(PLANS_FOLDER, `${stack.name}.${ending}`), { force: true });
  }
}

/** With the docker CLI builder, an image that is gone from its repository fails the plan: then it is planned to be pushed again. */
export async function planWithLostImages(
  terraform: Terraform,
  file: string,
  options: PlanOptions,
): Promise<SavedPlan> {
  try {
    return await terraform.plan(file, options);
  } catch (error) {
    const lost = error instanceof TerraformError ? lostImages(error.result.stderr, terraform.folder) : [];
    if (lost.length === 0) {
      throw error;
    }
    for (const address of lost) {
      say(
        `The image of ${address} is gone from its repository, though nothing here deleted it: it will be pushed again`,
      );
    }
    return await terraform.plan(file, { ...options, replace: lost });
  }
}
