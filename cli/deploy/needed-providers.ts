import { lastStacks } from "../app/manifest";
import type { Target } from "../app/target";
import type { RequiredProvider } from "../terraform/provider-address";
import { lockedVersions, readIfThere } from "../terraform/provider-lock";
import { requiredProviders } from "../terraform/required-providers";

/** The file of a stack's provider lock in the repository. `lock` writes it. */
export function providerLockFile(stack: string): string {
  return `locks/${stack}.lock.hcl`;
}

/** The lock of a stack's providers in the repository. Empty if there is none, as for the local AWS. */
export function committedLock(stack: string, { local }: Pick<Target, "local">): string {
  return local ? "" : readIfThere(providerLockFile(stack));
}

/**
 * The providers that the stacks of the last synth need, each in the version of the repository's lock, if there is one.
 */
export function neededProviders(target: Pick<Target, "local" | "outdir">): RequiredProvider[] {
  return lastStacks(target.outdir).flatMap(({ name, folder }) => {
    const locked = lockedVersions(committedLock(name, target));
    return requiredProviders(folder).map(({ address, constraints }) => ({
      address,
      constraints: locked.get(address) ?? constraints,
    }));
  });
}
