import type { TerraformOutput } from "./messages";

/** The resources that were changed or deleted outside of Terraform and that a plan restores, one line each. */
export function driftText({ drift, changes }: Pick<TerraformOutput, "drift" | "changes">): readonly string[] {
  const changing = new Set(changes.map(({ address }) => address));
  return drift
    .filter(({ address }) => changing.has(address))
    .map(({ address, action }) =>
      action === "delete"
        ? `${address} was deleted outside of Terraform: it is created again`
        : `${address} was changed outside of Terraform: it is changed back`,
    );
}
