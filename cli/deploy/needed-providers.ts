import { existsSync } from "node:fs";
import path from "node:path";
import { type Environment, providerLockFile } from "../../stacks/environment";
import { OUTDIR, readManifest, type SynthesizedStack } from "../app/synthesize";
import type { RequiredProvider } from "../terraform/provider-address";
import { lockedVersions, readIfThere } from "../terraform/provider-lock";
import { requiredProviders } from "../terraform/required-providers";

/** The lock of a stack's providers in the repository; empty where there is none, as for the local AWS. */
export function committedLock(stack: string, { localAws }: Pick<Environment, "localAws">): string {
  return localAws ? "" : readIfThere(providerLockFile(stack));
}

/** The providers that the stacks of the last synth need, each in the version that its lock in the repository names, where it has one. */
export function neededProviders(environment: Pick<Environment, "localAws">): RequiredProvider[] {
  return lastStacks().flatMap(({ name, folder }) => {
    const locked = lockedVersions(committedLock(name, environment));
    return requiredProviders(folder).map(({ address, constraints }) => ({
      address,
      constraints: locked.get(address) ?? constraints,
    }));
  });
}

/** The stacks of the last synth, as far as they are still there. */
export function lastStacks(): readonly SynthesizedStack[] {
  return existsSync(path.join(OUTDIR, "manifest.json"))
    ? readManifest().filter(({ folder }) => existsSync(path.join(folder, "cdk.tf.json")))
    : [];
}
