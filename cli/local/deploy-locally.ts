import { existsSync } from "node:fs";
import path from "node:path";
import { readAppSettings } from "../app/app-settings";
import type { SynthesizedStack } from "../app/manifest";
import type { Target } from "../app/target";
import { checkImagesCanBePushed } from "../deploy/image-checks";
import { initializeStack } from "../deploy/initialize-stack";
import { withProviders } from "../deploy/plan-providers";
import { applyPlan, planWithMissingImages, printWarnings } from "../deploy/plan-stack";
import { PLANS_FOLDER } from "../deploy/plans-folder";
import { printFindings } from "../deploy/registry-images";
import { checkStateFile } from "../deploy/state-file";
import { privateFolder } from "../process/private-files";
import { log, step } from "../process/steps";
import { driftText } from "../terraform/drift";
import { checkTerraformIsThere } from "../terraform/find-terraform";
import type { ApplyStart } from "../terraform/messages";
import { summarizeOutput, summaryText } from "../terraform/plan-summary";
import { noteInitialized, reattachProviders } from "../terraform/reattached-providers";
import { Terraform, TerraformError } from "../terraform/terraform";
import { asLocalDeploy } from "./as-local-deploy";
import { ensureDockerEngine } from "./docker-engine";
import { startEmulator } from "./emulator";
import { enforceIam } from "./iam";
import { recordedImageBuilder, recordImageBuilder, writeLocalDeployment } from "./local-deployment";
import { localProviders } from "./local-providers";
import { localTarget } from "./local-target";
import { ensureBoundaries } from "./permissions-boundary";
import { prepareImages } from "./prepare-images";
import { builtText, redeploy } from "./redeploy";

/**
 * Starts the missing parts of the local AWS.
 * @param preferredPort the port for its emulator, if that is free
 * @returns the local AWS as a target
 */
export async function startLocalAws(options: LocalOptions, preferredPort?: number): Promise<Target> {
  checkTerraformIsThere();
  // Before anything is started: without an app there is nothing to start it for.
  readAppSettings();
  await ensureDockerEngine();
  const port = await startEmulator(preferredPort);
  enforceIam(options.enforceIam);
  if (!options.enforceIam) {
    log("Permissions are not enforced (--no-iam): calls succeed here that AWS would deny");
  }
  const recorded = recordedImageBuilder();
  writeLocalDeployment({ port, ...(recorded && { imageBuilder: recorded }) });
  return await localTarget(options.environment, options.allowedProviders);
}

/** The options of `local`. */
export interface LocalOptions {
  readonly environment: string | undefined;
  readonly allowedProviders: readonly string[];
  /** Whether calls that no policy allows are denied. */
  readonly enforceIam: boolean;
}

/**
 * Deploys a stack to the local AWS: initializes it if needed, plans, checks, applies.
 * @param onApplyStart called when Terraform begins to change a resource, if the stack's providers run since another deploy
 */
export async function deployLocally(
  stack: SynthesizedStack,
  target: Target,
  onApplyStart: (start: ApplyStart) => void = () => undefined,
): Promise<void> {
  checkStateFile(stack, target);
  await asLocalDeploy(stack, target, async () => {
    if (!(await redeploy(stack, target, onApplyStart))) {
      await deployInSteps(stack, target);
    }
    return true;
  });
}

async function deployInSteps(stack: SynthesizedStack, target: Target): Promise<void> {
  const file = path.resolve(PLANS_FOLDER, `${stack.name}.tfplan`);
  privateFolder(PLANS_FOLDER);
  const terraform = new Terraform(stack.folder, target.terraformEnvironment);
  const initialize = async () => {
    await initializeStack(stack, target, terraform, true);
    noteInitialized(stack.folder);
  };
  const initialized = existsSync(path.join(stack.folder, ".terraform"));
  if (!initialized) {
    await initialize();
  }
  const use = localProviders(stack, target);
  const plan = (terraform: Terraform) => planWithMissingImages(terraform, file, target);
  const planned = await step(
    `Planned ${stack.name}`,
    async () => {
      const output = await withProviders(use, terraform, plan).catch(async (error: unknown) => {
        // Terraform itself checks first whether the folder is initialized for the stack.
        if (!initialized || !endedAtOnce(error)) throw error;
        await initialize();
        return await plan(terraform);
      });
      return { stack, file, output, changes: output.anyChanges, ...summarizeOutput(output) };
    },
    (plan) => (plan.changes ? summaryText(plan) : "No changes"),
  );
  noteInitialized(stack.folder);
  const providers = use && (await reattachProviders(use));
  for (const line of driftText(planned.output)) {
    log(line);
  }
  printWarnings(planned.output.diagnostics);
  // The registry is the emulator's own. Pushing again costs little, so there is no question.
  printFindings(planned.output.findings);
  await checkImagesCanBePushed(planned, target);
  await prepareImages(stack.folder, { build: planned.images.length > 0 });
  if (planned.changes && target.local) {
    await ensureBoundaries(stack, target.local.port);
  }
  if (planned.changes) {
    await step(
      `Deployed ${stack.name}`,
      async () => {
        try {
          await applyPlan({ ...planned, terraform: terraform.with(providers?.environment ?? {}) });
        } catch (error) {
          providers?.stop();
          throw error;
        }
      },
      () => builtText(planned),
    );
  }
  if (target.local) {
    recordImageBuilder(target.local.imageBuilder);
  }
}

function endedAtOnce(error: unknown): boolean {
  return error instanceof TerraformError && error.output?.endedAtOnce === true;
}
