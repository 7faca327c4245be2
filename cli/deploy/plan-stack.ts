import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SynthesizedStack } from "../app/manifest";
import type { Target } from "../app/target";
import { imageExists } from "../images/image-exists";
import type { ImageFinding } from "../images/image-finding";
import { imagesOf } from "../images/images-of";
import { privateFolder } from "../process/private-files";
import { printRemark } from "../process/progress";
import { log, StepNotPossible, step } from "../process/steps";
import { type Diagnostic, diagnosticText } from "../terraform/diagnostic";
import { imagesThatFailed, type LookedForImage } from "../terraform/missing-images";
import { planFingerprint } from "../terraform/plan-fingerprint";
import { type PlanSummary, summarizePlan, summaryText } from "../terraform/plan-summary";
import { noteInitialized } from "../terraform/reattached-providers";
import { readStackFiles } from "../terraform/stack-files";
import { type PlanOptions, Terraform, TerraformError } from "../terraform/terraform";
import { initializeStack } from "./initialize-stack";
import { planProviders, withProviders } from "./plan-providers";
import { PLANS_FOLDER } from "./plans-folder";
import { type ExaminedPlan, planWithRegistryImages } from "./registry-images";

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
  /** The plan as JSON. */
  readonly json: string;
  /** Terraform's warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The findings about images that are pushed again although they are unchanged. */
  readonly findings: readonly ImageFinding[];
  /** Identifies the plan: see planFingerprint. */
  readonly fingerprint: string;
}

export interface PlanStackOptions extends PlanOptions {
  /** Whether images may be removed from the state if Terraform can't be initialized with them. @default false */
  readonly mayRemoveImages?: boolean;
  /** Asked when the plan failed: whether the stack can't be planned yet. Then StepNotPossible is thrown. @default - it can */
  readonly isTooEarly?: () => Promise<boolean>;
}

/** Initializes a stack and saves a plan of it. */
export async function planStack(
  stack: SynthesizedStack,
  target: Target,
  options: PlanStackOptions = {},
): Promise<StackPlan> {
  const terraform = new Terraform(stack.folder, target.terraformEnvironment);
  const base = path.resolve(PLANS_FOLDER, stack.name);
  const file = `${base}.tfplan`;
  privateFolder(PLANS_FOLDER);
  await initializeStack(stack, target, terraform, options.mayRemoveImages ?? false);
  noteInitialized(stack.folder);
  return await step(
    `Planned ${stack.name}`,
    async () => {
      const { anyChanges, diagnostics, findings, json } = await withProviders(
        planProviders(stack, target),
        terraform,
        async (terraform) => {
          const plan = await planWithMissingImages(terraform, file, target, options).catch(
            async (error: unknown) => {
              throw (await options.isTooEarly?.()) ? new StepNotPossible() : error;
            },
          );
          return { ...plan, json: await terraform.showJson(file) };
        },
      );
      const fingerprint = planFingerprint(json, readStackFiles(terraform.folder));
      writeFileSync(`${base}.json`, json);
      writeFileSync(`${base}.fingerprint`, `${fingerprint}\n`);
      const summary = summarizePlan(JSON.parse(json));
      return {
        stack,
        terraform,
        file,
        changes: anyChanges,
        json,
        diagnostics,
        findings,
        fingerprint,
        ...summary,
      };
    },
    (plan) => (plan.changes ? summaryText(plan) : "No changes"),
  );
}

/** Applies a plan, and removes its files. They can contain secrets, and an applied plan needs no review. */
export async function applyPlan({
  terraform,
  file,
  stack,
}: Pick<StackPlan, "terraform" | "file"> & { readonly stack: { readonly name: string } }): Promise<void> {
  await terraform.apply(file);
  for (const ending of ["tfplan", "json", "fingerprint"]) {
    rmSync(path.join(PLANS_FOLDER, `${stack.name}.${ending}`), { force: true });
  }
}

/**
 * Saves a plan. Images that the docker provider can't see are reported (see planWithRegistryImages). With the docker
 * CLI builder, an image that is missing from its repository fails the plan. Then ECR is asked. If the image is really
 * missing, a new plan pushes it again.
 */
export async function planWithMissingImages(
  terraform: Terraform,
  file: string,
  target: Target,
  options: PlanOptions = {},
): Promise<ExaminedPlan> {
  const plan = (options: PlanOptions) =>
    planWithRegistryImages(terraform, target, () => terraform.plan(file, options));
  try {
    return await plan(options);
  } catch (error) {
    const missing = await missingImages(error, terraform.folder, target);
    if (missing.length === 0) {
      throw error;
    }
    for (const { repositoryName, imageTag } of missing) {
      log(
        `The image ${repositoryName}:${imageTag} is missing from its repository, though nothing here deleted it: it will be pushed again`,
      );
    }
    const replace = missing.flatMap(({ pushes }) => pushes);
    return await plan({ ...options, replace });
  }
}

async function missingImages(error: unknown, stackFolder: string, target: Target): Promise<LookedForImage[]> {
  const failed =
    error instanceof TerraformError ? imagesThatFailed(error.output?.diagnostics ?? [], stackFolder) : [];
  if (failed.length === 0) {
    return [];
  }
  const where = await imagesOf(stackFolder, target);
  // If ECR doesn't answer, Terraform's error is reported.
  const there = await Promise.all(failed.map((image) => imageExists(where, image).catch(() => true)));
  return failed.filter((_, index) => !there[index]);
}

/** Prints Terraform's warnings, including failed checks. */
export function printWarnings(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics.filter(({ severity }) => severity === "warning")) {
    printRemark(`\n${diagnosticText(diagnostic)}\n`);
  }
}
