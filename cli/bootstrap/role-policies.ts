import type { SynthesizedStack } from "../app/manifest";
import { type PolicyDocument, splitPolicy } from "../permissions/policy/policy-document";
import { environmentPolicies } from "../permissions/roles/roles-command";
import type { RoleNames } from "./identity";

/** A managed policy. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** The policies of the roles. A policy that is longer than IAM allows is several. */
export interface BootstrapPolicies {
  readonly plan: readonly NamedPolicy[];
  /** Those of the plan, and writes. */
  readonly deploy: readonly NamedPolicy[];
  /** The permissions boundary that the roles of a deploy have to have. */
  readonly boundary: NamedPolicy;
  readonly warnings: readonly string[];
}

/** Generates the policies from the app's synthesized stacks. @throws CommandError where that isn't possible */
export function bootstrapPolicies(stacks: readonly SynthesizedStack[], names: RoleNames): BootstrapPolicies {
  const { plan, deploy, boundary, warnings } = environmentPolicies(stacks, {}, [names.plan, names.deploy]);
  const named = (role: string, document: PolicyDocument): NamedPolicy[] =>
    splitPolicy(document).map((part, index) => ({ name: `${role}-${index + 1}`, document: part }));
  return {
    plan: named(names.plan, plan),
    deploy: named(names.deploy, deploy),
    boundary: { name: boundary.name, document: boundary.policy },
    warnings,
  };
}
