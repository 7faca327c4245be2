import type { TerraformOutput } from "./messages";

/** More are named in one line: for example a local AWS that started empty. */
const MOST_LINES = 3;

/**
 * The resources that were deleted outside of Terraform and that a plan creates again, one line each. Terraform reports changed ones too, but not
 * what changed: mostly an attribute that the provider itself writes differently when it reads the resource again.
 */
export function driftText({ drift, changes }: Pick<TerraformOutput, "drift" | "changes">): readonly string[] {
  const changing = new Set(changes.map(({ address }) => address));
  const deleted = drift
    .filter(({ address, action }) => action === "delete" && changing.has(address))
    .map(({ address }) => address);
  return deleted.length > MOST_LINES
    ? [
        `${deleted.length} resources were deleted outside of Terraform, and are created again: ${deleted.slice(0, MOST_LINES).join(", ")}, …`,
      ]
    : deleted.map((address) => `${address} was deleted outside of Terraform: it is created again`);
}
