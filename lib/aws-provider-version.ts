import { TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** The constraint in the JSON of a stack. `addOverride` writes it there. */
const CONSTRAINT = "terraform.required_providers.aws.version";

/** The version that each stack's features need. */
const needed = new WeakMap<TerraformStack, string>();

/**
 * Requires a version of Terraform's AWS provider, because a feature doesn't exist in older ones. The stack's constraint
 * gets one more condition. So `terraform init` installs a version that has the feature, or says that no version fits.
 * @param minimum the first version that has the feature, for example `6.25.0`
 */
export function requireAwsProvider(construct: Construct, minimum: string): void {
  const stack = TerraformStack.of(construct);
  const before = needed.get(stack);
  needed.set(stack, before === undefined ? minimum : later(before, minimum));
  if (before !== undefined) {
    return;
  }
  // When the stack is synthesized, since a stack may set its own constraint at any time before that.
  stack.node.addValidation({
    validate: () => {
      const condition = `>= ${needed.get(stack)}`;
      const own = overriddenIn(stack) ?? constraintOfBindings(stack);
      if (!own?.split(", ").includes(condition)) {
        stack.addOverride(CONSTRAINT, own === undefined ? condition : `${own}, ${condition}`);
      }
      return [];
    },
  });
}

function later(one: string, other: string): string {
  return one.localeCompare(other, "en", { numeric: true }) < 0 ? other : one;
}

/** The constraint that the stack sets itself. */
function overriddenIn(stack: TerraformStack): string | undefined {
  const { rawOverrides } = stack as unknown as { readonly rawOverrides: Record<string, unknown> };
  const value = CONSTRAINT.split(".").reduce<unknown>(
    (object, key) => (object as Record<string, unknown> | undefined)?.[key],
    rawOverrides,
  );
  return typeof value === "string" ? value : undefined;
}

/** The constraint that the bindings' provider brings, if the stack sets none. */
function constraintOfBindings(stack: TerraformStack): string | undefined {
  return stack.node
    .findAll()
    .find(
      (construct): construct is TerraformProvider =>
        construct instanceof TerraformProvider && construct.terraformResourceType === "aws",
    )?.terraformGeneratorMetadata?.providerVersionConstraint;
}
