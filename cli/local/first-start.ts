import { existsSync } from "node:fs";
import path from "node:path";
import { readAppSettings } from "../app/app-settings";
import type { SynthesizedStack } from "../app/manifest";
import { synthesize } from "../app/synthesize";
import { forTarget, type Target } from "../app/target";
import { initializeStack } from "../deploy/initialize-stack";
import { step } from "../process/steps";
import { checkTerraformIsThere } from "../terraform/find-terraform";
import { noteInitialized } from "../terraform/reattached-providers";
import { Terraform } from "../terraform/terraform";
import { type LocalOptions, startLocalAws } from "./deploy-locally";
import { ensureDockerEngine } from "./docker-engine";
import { installEmulator, portToUse } from "./emulator";
import { localTarget } from "./local-target";
import { prepareImages } from "./prepare-images";

/**
 * The first start on a machine. The emulator is installed, which takes long, while everything is done that doesn't need it: the
 * synth, Terraform's providers, the base images.
 */
export async function startFirst(
  options: LocalOptions,
): Promise<{ readonly target: Target; readonly stacks: readonly SynthesizedStack[] }> {
  checkTerraformIsThere();
  readAppSettings();
  const installed = installEmulator();
  const port = await portToUse();
  const prepared = prepare(options, port);
  // An error is thrown when both have ended, so that none of their programs runs on.
  const [emulator, stacks] = await Promise.allSettled([installed, prepared]);
  for (const result of [emulator, stacks]) {
    if (result.status === "rejected") throw result.reason;
  }
  const target = await startLocalAws(options, port);
  // Another program may have taken the port.
  return target.local?.port === port && stacks.status === "fulfilled"
    ? { target, stacks: stacks.value }
    : { target, stacks: await synthesize(target) };
}

async function prepare(options: LocalOptions, port: number): Promise<readonly SynthesizedStack[]> {
  await ensureDockerEngine();
  const target = await localTarget(options.environment, options.allowedProviders, undefined, port);
  const stacks = await step(`Synthesized${forTarget(target)}`, () => synthesize(target));
  await Promise.all([initialize(stacks, target), getImages(stacks)]);
  return stacks;
}

async function initialize(stacks: readonly SynthesizedStack[], target: Target): Promise<void> {
  for (const stack of stacks.filter(({ folder }) => !existsSync(path.join(folder, ".terraform")))) {
    const terraform = new Terraform(stack.folder, target.terraformEnvironment);
    await initializeStack(stack, target, terraform, true);
    noteInitialized(stack.folder);
  }
}

async function getImages(stacks: readonly SynthesizedStack[]): Promise<void> {
  for (const { folder } of stacks) {
    // The plan shows whether an image is built at all. If it is, the error is reported then.
    await prepareImages(folder, { build: true }).catch(() => undefined);
  }
}
