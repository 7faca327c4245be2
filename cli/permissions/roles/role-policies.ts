import { partitionOf } from "../../../lib/tooling";
import { CommandError } from "../../process/steps";
import { covers } from "../../review/policy/covers";
import { type Allowed, mergeStatements } from "../policy/merge-statements";
import { nameOf } from "../policy/name-of";
import { documentOf, type PolicyDocument } from "../policy/policy-document";
import { boundariesOf, boundaryName, boundaryPolicy } from "./boundary";
import { imagesOfStack } from "./images";
import { type ReadingPermissions, readsOf, writesOf } from "./permissions-of";
import { isSet } from "./resolve";
import type { ResourceTypes } from "./resource-type";
import { RESOURCE_TYPES } from "./services";
import { describeResource, type Place, providerOf, type Resource, resourcesOf, type Stack } from "./stack";
import { stateOf } from "./state";

/** The file with types that the tables don't have. */
export const TYPES_FILE = "resource-types.json";

export interface RolePoliciesOptions {
  /** The account, if it isn't the one that the provider allows. @default - `allowed_account_ids` of the provider */
  readonly account?: string;
  /** The region of a stack whose provider names none. @default - such a stack is refused */
  readonly region?: string;
  /** Types that the tables don't have, or that take the place of theirs. @default - none */
  readonly types?: ResourceTypes;
  /** The names of the roles that plan and deploy, which no policy may allow to change. @default - not checked */
  readonly ownRoles?: readonly string[];
}

/** The permissions of the roles that plan and deploy an environment's stacks. */
export interface RolePolicies {
  /** Reads only. */
  readonly plan: PolicyDocument;
  /** Those of the plan, and writes. */
  readonly deploy: PolicyDocument;
  /** The permissions boundary that the roles of a deploy have to have. */
  readonly boundary: { readonly name: string; readonly arn: string; readonly policy: PolicyDocument };
  readonly warnings: readonly string[];
}

/**
 * Generates the policies from synthesized stacks, without any request.
 * @throws CommandError when a type of resource isn't known, or nothing of a name is known at synth
 */
export function rolePolicies(stacks: readonly Stack[], options: RolePoliciesOptions = {}): RolePolicies {
  const types: ResourceTypes = { ...RESOURCE_TYPES, ...options.types };
  const resources = stacks.flatMap(resourcesOf).filter(isOfAws);
  checkTypes(stacks, resources, types);
  const placeOf = (of: Pick<Resource, "stack" | "settings">) => placeFrom(of, options);
  const prefixes = stacks.map(prefixOfStack).filter((prefix) => prefix !== undefined);
  const [stack] = stacks;
  if (stack === undefined) {
    throw new CommandError(
      "The app has no stacks, so nothing needs permissions. Define a TerraformStack in it: docs/getting-started.md of cdktf-lambda-images",
    );
  }
  const { partition, account } = placeOf({ stack, settings: {} });
  const unbounded = { stacks, types, placeOf, boundary: [] };
  const roles = resources.filter(({ type }) => type === "aws_iam_role");
  const ownBoundary = `arn:${partition}:iam::${account}:policy/${boundaryName(prefixes[0] ?? stack.name)}`;
  const { arns, warnings } = boundariesOf(roles, unbounded, ownBoundary);
  const reading: ReadingPermissions = {
    ...unbounded,
    boundary: arns,
    prefixOf: ({ stack }) => prefixOfStack(stack),
  };
  const reads: Allowed[] = [];
  const writes: Allowed[] = [];
  for (const each of stacks) {
    const state = stateOf(each, partition, account);
    const images = imagesOfStack(each, reading, prefixOfStack(each));
    reads.push(...state.read, ...images.read);
    writes.push(...state.write, ...images.write);
  }
  for (const resource of resources) {
    const type = types[resource.type];
    if (type) {
      reads.push(...readsOf(resource, type, reading));
      writes.push(...writesOf(resource, type, reading));
    }
  }
  const deploy = mergeStatements([...reads, ...writes]);
  const arn = arns[0] ?? ownBoundary;
  checkCantChange(deploy, [
    ...arns,
    ...(options.ownRoles ?? []).map((name) => `arn:${partition}:iam::${account}:role/${name}`),
  ]);
  return {
    plan: documentOf(mergeStatements(reads)),
    deploy: documentOf(deploy),
    boundary: { name: nameOf(arn), arn, policy: boundaryPolicy(stacks, partition) },
    warnings: [
      ...warnings,
      ...(prefixes.length === stacks.length
        ? []
        : [
            "A stack has no AwsEnvironment, so its policies have exact names: each new name needs a new policy.",
          ]),
    ],
  };
}

/** Resources of other providers need no permissions of AWS. */
function isOfAws({ type }: Resource): boolean {
  return /^(?:data\.|ephemeral\.)?aws(?:cc)?_/.test(type);
}

function prefixOfStack({ json }: Stack): string | undefined {
  return json["//"]?.metadata?.namePrefix;
}

/** @throws CommandError that names each unknown type and module, where it is used, and how to go on */
function checkTypes(stacks: readonly Stack[], resources: readonly Resource[], types: ResourceTypes): void {
  const unknown = resources.filter(({ type }) => !Object.hasOwn(types, type));
  const modules = stacks.flatMap(({ name, json }) =>
    Object.keys(json.module ?? {}).map(
      (module) => `module.${module} [${name}]: a module's resources aren't in the synthesized stack`,
    ),
  );
  if (unknown.length === 0 && modules.length === 0) {
    return;
  }
  throw new CommandError(
    `It isn't known what the AWS provider calls for:\n${[...unknown.map(describeResource), ...modules].map((each) => `  - ${each}`).join("\n")}\n` +
      `Add each type to ${TYPES_FILE} beside cdktf.json, in the form that docs/permissions.md of cdktf-lambda-images shows. A module: add the types that it has under ` +
      'the name "module.<name>".',
  );
}

/** @throws CommandError when a deploy could change the permissions of its own role, or the boundary of the others */
function checkCantChange(
  deploy: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[],
  arns: readonly string[],
): void {
  const writing = deploy.filter(({ Action }) => Action.some((action) => /^iam:(?!Get|List)/.test(action)));
  for (const arn of arns) {
    const pattern = writing.flatMap(({ Resource }) => Resource).find((resource) => covers(resource, arn));
    if (pattern !== undefined) {
      throw new CommandError(
        `The deploy could change ${arn}, since its policy allows to change ${pattern}. Give it a name that doesn't begin as those of the stacks.`,
      );
    }
  }
}

/** @throws CommandError when the account or the region isn't known at synth */
function placeFrom(of: Pick<Resource, "stack" | "settings">, options: RolePoliciesOptions): Place {
  const provider = providerOf(of);
  const allowed = provider.allowed_account_ids as readonly string[] | undefined;
  const account = options.account ?? allowed?.[0];
  const region = [of.settings.region, provider.region, options.region].find(isPlain);
  if (!isPlain(account) || !isPlain(region)) {
    throw new CommandError(
      `[${of.stack.name}] has a provider "aws" without ${isPlain(account) ? "a region" : "an account"} that is known at synth. Set its ` +
        `${isPlain(account) ? "region" : "allowedAccountIds"}.`,
    );
  }
  return { account, region, partition: partitionOf(region) };
}

function isPlain(value: unknown): value is string {
  return typeof value === "string" && isSet(value) && !value.includes("${");
}
