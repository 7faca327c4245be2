import { existsSync, readFileSync } from "node:fs";
import { LOCAL_AWS_ACCOUNT } from "../../../lib/tooling";
import type { SynthesizedStack } from "../../app/manifest";
import { synthesizeQuietly } from "../../app/synthesize";
import type { Target } from "../../app/target";
import type { Arguments } from "../../command";
import { targetOf } from "../../local/local-target";
import { parseJsonText } from "../../process/json-text";
import { printResult } from "../../process/progress";
import { CommandError, log } from "../../process/steps";
import { defaultRegion } from "../../terraform/stack-aws";
import { readStackJson } from "../../terraform/stack-json";
import { POLICY_SIZE, type PolicyDocument, policySize } from "../policy/policy-document";
import type { ResourceTypes } from "./resource-type";
import { type RolePolicies, rolePolicies, TYPES_FILE } from "./role-policies";
import type { StackJson } from "./stack";

/** The options of `permissions` that print a policy. */
export const ROLE_OPTIONS = {
  plan: { type: "boolean" },
  deploy: { type: "boolean" },
  boundary: { type: "boolean" },
} as const;

/** Whether one of them is given. */
export function printsRolePolicies(args: Pick<Arguments, "flag">): boolean {
  return Object.keys(ROLE_OPTIONS).some((name) => args.flag(name));
}

/** Prints the policy of the role that plans or deploys, or the permissions boundary, for all stacks of an environment, as JSON. */
export async function printRolePolicies(args: Arguments): Promise<void> {
  const kinds = (["plan", "deploy", "boundary"] as const).filter((name) => args.flag(name));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw new CommandError("Give one of --plan, --deploy and --boundary: each is a policy of its own.");
  }
  const target = await targetOf(args);
  const { stacks } = await synthesizeQuietly(target);
  const policies = environmentPolicies(stacks, target);
  const policy = kind === "boundary" ? policies.boundary.policy : policies[kind];
  for (const warning of kind === "deploy" ? policies.warnings : []) {
    log(warning);
  }
  log(kind === "boundary" ? `The name of this policy: ${policies.boundary.name}` : sizeText(policy));
  printResult(JSON.stringify(policy, undefined, 2));
}

/** The policies for the stacks of a synth. */
export function environmentPolicies(
  stacks: readonly SynthesizedStack[],
  target: Pick<Target, "local">,
  ownRoles: readonly string[] = [],
): RolePolicies {
  return rolePolicies(
    // On the local AWS the states are files of this machine.
    stacks.map(({ name, folder }) => ({
      name,
      json: withoutBackend(readStackJson<StackJson>(folder), target),
    })),
    {
      region: defaultRegion(),
      types: ownTypes(),
      ownRoles,
      ...(target.local && { account: LOCAL_AWS_ACCOUNT }),
    },
  );
}

function withoutBackend(json: StackJson, { local }: Pick<Target, "local">): StackJson {
  const { backend: _, ...terraform } = json.terraform ?? {};
  return local ? { ...json, terraform } : json;
}

/** The types of the app's own file. */
function ownTypes(): ResourceTypes {
  return existsSync(TYPES_FILE)
    ? (parseJsonText(readFileSync(TYPES_FILE, "utf8"), TYPES_FILE) as ResourceTypes)
    : {};
}

function sizeText(policy: PolicyDocument): string {
  const size = policySize(policy);
  const count = `${size.toLocaleString("en")} characters`;
  if (size <= POLICY_SIZE.managed) {
    return `${count}: it fits a managed policy (${POLICY_SIZE.managed.toLocaleString("en")})`;
  }
  return size <= POLICY_SIZE.inline
    ? `${count}: more than a managed policy can have (${POLICY_SIZE.managed.toLocaleString("en")}), so make it an inline policy of the role (${POLICY_SIZE.inline.toLocaleString("en")})`
    : `${count}: more than all inline policies of a role can have (${POLICY_SIZE.inline.toLocaleString("en")}), so split its statements into managed policies of ${POLICY_SIZE.managed.toLocaleString("en")}`;
}
