import type { TerraformOutput } from "./messages";

/**
 * The resources that are not as the last deploy left them and that a plan changes, one line each. Not always did somebody change them: AWS and providers
 * change attributes of their own.
 */
export function driftText({ drift, changes }: Pick<TerraformOutput, "drift" | "changes">): readonly string[] {
  const changing = new Set(changes.map(({ address }) => address));
  return drift
    .filter(({ address }) => changing.has(address))
    .map(({ address, action }) =>
      action === "delete"
        ? `${address} was deleted outside of Terraform: it is created again`
        : `${address} is not as the last deploy left it: it is changed`,
    );
}
