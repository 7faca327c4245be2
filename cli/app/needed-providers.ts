import type { RequiredProvider } from "../terraform/provider-address";
import { lockedVersions } from "../terraform/provider-lock";
import { requiredProviders } from "../terraform/required-providers";
import { committedLock } from "./committed-lock";
import { lastStacks } from "./manifest";
import type { Target } from "./target";

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
