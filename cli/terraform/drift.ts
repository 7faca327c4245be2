import type { TerraformOutput } from "./messages";

/**
 * The resources that were deleted outside of Terraform and that a plan creates again, one line each. Terraform reports changed ones too, but not
 * what changed: mostly an attribute that the provider itself writes differently when it reads the resource again.
 */
export function driftText({ drift, changes }: Pick<TerraformOutput, "drift" | "changes">): readonly string[] {
  const changing = new Set(changes.map(({ address }) => address));
  return drift
    .filter(({ address, action }) => action === "delete" && changing.has(address))
    .map(({ address }) => `${address} was deleted outside of Terraform: it is created again`);
}
