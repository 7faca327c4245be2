import { TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** The constraint in the JSON of a stack. `addOverride` writes it there. */
const CONSTRAINT = "terraform.required_providers.aws.version";

/** The conditions that each stack's features add. */
const needed = new WeakMap<TerraformStack, Set<string>>();

/**
 * Requires a version of Terraform's AWS provider, because a feature doesn't exist in older ones. The stack's constraint
 * gets one more condition. So `terraform init` installs a version that has the feature, or says that no version fits.
 * @param minimum the first version that has the feature, for example `6.25.0`
 */
export function requireAwsProvider(construct: Construct, minimum: string): void {
  const stack = TerraformStack.of(construct);
  const conditions = needed.get(stack);
  if (conditions) {
    conditions.add(`>= ${minimum}`);
    return;
  }
  const all = new Set([`>= ${minimum}`]);
  needed.set(stack, all);
  // When the stack is synthesized, since a stack may set its own constraint at any time before that.
  stack.node.addValidation({
    validate: () => {
      const own = overriddenIn(stack) ?? constraintOfBindings(stack);
      const missing = [...all].filter((condition) => !own?.split(", ").includes(condition)).sort();
      if (missing.length > 0) {
        stack.addOverride(CONSTRAINT, [...(own === undefined ? [] : [own]), ...missing].join(", "));
      }
      return [];
    },
  });
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
