import { compareTexts } from "../compare-texts";
import { type Action, actionOf } from "./action";
import { attribute, type Path, type Sides, textOf } from "./attribute";
import { groupBy } from "./collections";
import { type ConfiguredResource, readConfiguration, withoutIndexes } from "./configuration";
import type { Plan, ResourceChange } from "./plan";

/** A resource of a plan, changed or not. */
export interface Resource extends ResourceChange {
  readonly action: Action;
  /** Its configuration. Undefined when it is no longer configured. */
  readonly configured: ConfiguredResource | undefined;
}

/** A plan, with access to its resources. */
export interface Stack {
  readonly plan: Plan;
  /** The managed resources, by address, including leftovers (`deposed`). Data sources are not included. */
  readonly resources: readonly Resource[];
  /** The resources of a type, without leftovers. */
  ofType(...types: readonly string[]): readonly Resource[];
  at(address: string): Resource | undefined;
  /** The configuration of a resource or data source (`data.…`) in a module. */
  configuredAt(address: string, module: string | undefined): ConfiguredResource | undefined;
  /** Everything that is configured, including data sources, by address without indexes. */
  readonly configured: ReadonlyMap<string, ConfiguredResource>;
  /** The names of the arguments that the configuration sets. */
  argumentsOf(resource: ResourceChange): ReadonlySet<string>;
  /** The resources that an argument refers to, directly or through a data source that reads them. */
  referredBy(resource: Resource, argument: string): readonly Resource[];
  /** Whether the argument refers to the state of another stack. */
  refersToOtherStack(resource: Resource, argument: string): boolean;
}

export function readStack(plan: Plan): Stack {
  const configuration = readConfiguration(plan.configuration);
  const resources = plan.resource_changes
    .filter(({ mode }) => mode === "managed")
    .map((change): Resource => {
      const configured = configuration.get(withoutIndexes(change.address));
      return { ...change, action: actionOf(change.change.actions), configured };
    })
    .sort((one, other) => compareTexts(one.address, other.address));
  const current = resources.filter(({ deposed }) => deposed === undefined);
  const byAddress = new Map(current.map((one) => [one.address, one]));
  const byPlace = groupBy(current, (one) => placeOf(one.module_address, `${one.type}.${one.name}`));
  const byType = groupBy(current, ({ type }) => type);

  const addressesReferred = (resource: Resource, argument: string): readonly string[] => {
    const direct = resource.configured?.references(argument) ?? [];
    const module = withoutIndexes(resource.module_address ?? "");
    const read = direct.flatMap((address) =>
      DIGEST_READ.test(address) ? (configuration.get(placeOf(module, address))?.dependsOn ?? []) : [],
    );
    return [...direct, ...read];
  };
  return {
    plan,
    resources,
    ofType: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    at: (address) => byAddress.get(address),
    configuredAt: (address, module) => configuration.get(placeOf(withoutIndexes(module ?? ""), address)),
    configured: configuration,
    argumentsOf: ({ address }) => configuration.get(withoutIndexes(address))?.args ?? new Set(),
    referredBy: (resource, argument) =>
      addressesReferred(resource, argument).flatMap((address) => {
        const instances = byPlace.get(placeOf(resource.module_address, address)) ?? [];
        const same = instances.filter(({ index }) => index === resource.index);
        return same.length > 0 ? same : instances;
      }),
    refersToOtherStack: (resource, argument) =>
      addressesReferred(resource, argument).some((address) => OTHER_STACK.test(address)),
  };
}

/**
 * The name of a resource, if it is known and may be shown; otherwise its address. A destroyed resource has its old
 * name.
 */
export function nameOf({ change, type, address }: ResourceChange): string {
  const key = NAMES[type] ?? "name";
  const { before, after } = attribute(change, [key]);
  const isGoing = change.actions.includes("delete");
  return (isGoing ? textOf(before) : textOf(after)) ?? textOf(after) ?? textOf(before) ?? address;
}

const NAMES: Readonly<Record<string, string>> = {
  aws_ecr_repository_policy: "repository",
  aws_iam_role_policy: "role",
  aws_lambda_function: "function_name",
  aws_lambda_function_url: "function_name",
  aws_lambda_permission: "function_name",
  aws_s3_bucket: "bucket",
  aws_s3_bucket_policy: "bucket",
  aws_s3_bucket_public_access_block: "bucket",
};

/** An attribute of a resource, before and after. */
export function sidesOf({ change }: ResourceChange, ...path: Path): Sides {
  return attribute(change, path);
}

/** The docker CLI builder's data source, which reads the digest of the pushed image. */
const DIGEST_READ = /^data\.aws_ecr_image\./;
const OTHER_STACK = /^data\.(?:terraform_remote_state|tfe_outputs)\./;

function placeOf(module: string | undefined, address: string): string {
  return module ? `${module}.${address}` : address;
}
