import path from "node:path";
import type { SynthesizedStack } from "../app/manifest";
import type { Target } from "../app/target";
import { localProviders } from "../local/local-providers";
import { StepNotPossible } from "../process/steps";
import { type ProviderUse, reattachProviders } from "../terraform/reattached-providers";
import { stackBackend } from "../terraform/stack-backend";
import type { Terraform } from "../terraform/terraform";
import { PLANS_FOLDER } from "./plans-folder";

/** Where Terraform runs on another machine. */
const REMOTE = ["cloud", "remote"];

/** Provider processes for a plan. */
interface PlanProviders extends ProviderUse {
  /** Whether they end after it. @default false */
  readonly endAfterwards?: boolean;
}

/**
 * The providers to reattach for a plan. Terraform starts AWS's provider three times for a plan and once more to show it, and reads its
 * schemas each time. Those of the local AWS keep running, except for a role's, whose key is another one each time.
 */
export function planProviders(stack: SynthesizedStack, target: Target): PlanProviders | undefined {
  if (target.local && target.local.key.sessionToken === undefined) {
    return localProviders(stack, target);
  }
  if (REMOTE.includes(stackBackend(stack.folder).type)) {
    return undefined;
  }
  return {
    stackFolder: stack.folder,
    environment: target.terraformEnvironment,
    // Another command may plan the same stack at the same time.
    record: path.resolve(PLANS_FOLDER, `${stack.name}.${process.pid}.providers`),
    owner: process.pid,
    endAfterwards: true,
  };
}

/**
 * Runs Terraform with reattached providers. If that fails, it runs with its own ones, which report or fix any error better (AWS's
 * provider 5.100.0 can't be configured twice with a custom CA bundle, for example).
 */
export async function withProviders<T>(
  use: PlanProviders | undefined,
  terraform: Terraform,
  run: (terraform: Terraform) => Promise<T>,
): Promise<T> {
  const providers = use && (await reattachProviders(use));
  if (providers === undefined) {
    return await run(terraform);
  }
  try {
    return await run(terraform.with(providers.environment));
  } catch (error) {
    providers.stop();
    if (error instanceof StepNotPossible) throw error;
    return await run(terraform);
  } finally {
    if (use?.endAfterwards) providers.stop();
  }
}
