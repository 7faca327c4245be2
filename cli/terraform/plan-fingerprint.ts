import { createHash } from "node:crypto";
import { canonicalJson, isRecord, SENSITIVE, UNKNOWN } from "./canonical-json";
import { configurationWithoutSecrets, type SensitiveArguments } from "./configuration-without-secrets";
import { lockedProviders, stableHashes } from "./provider-lock";
import type { StackFiles } from "./stack-files";

/** A plan as `terraform show -json <plan>` writes it, format version 1: the fields that are not used unchanged. */
interface Plan {
  readonly timestamp?: string;
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly resource_changes?: readonly ResourceChange[];
  readonly deferred_changes?: readonly { readonly resource_change?: ResourceChange }[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly action_invocations?: readonly ActionInvocation[];
  readonly deferred_action_invocations?: readonly { readonly action_invocation?: ActionInvocation }[];
  readonly configuration?: { readonly root_module?: ConfiguredModule };
}

interface ConfiguredModule {
  readonly variables?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
  readonly module_calls?: Readonly<Record<string, ModuleCall>>;
}

interface ModuleCall {
  readonly source?: unknown;
  readonly version_constraint?: unknown;
  readonly module?: unknown;
}

interface ResourceChange {
  readonly address: string;
  readonly module_address?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly name?: string;
  readonly previous_address?: string;
  readonly change: Change;
}

interface Change {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** `true` in the place of each value that is known only after the apply. */
  readonly after_unknown?: unknown;
  /** `true` in the place of each sensitive value. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly importing?: unknown;
  readonly replace_paths?: readonly unknown[];
}

/** An action in Terraform's sense (1.14): an operation of a provider besides its resources. */
interface ActionInvocation {
  readonly config_values?: unknown;
  readonly config_sensitive?: unknown;
  readonly config_unknown?: unknown;
}

/**
 * Fields of a plan that don't determine what an apply would do: versions of the format, the prior state, and fields
 * that follow from others. All other fields are part of the fingerprint, even fields that a newer Terraform adds. A
 * plan that is refused by mistake is noticed, a plan that is accepted by mistake isn't.
 */
const IGNORED_FIELDS: ReadonlySet<string> = new Set([
  "format_version",
  "terraform_version",
  "timestamp",
  "prior_state",
  "planned_values",
  "resource_drift",
  "relevant_attributes",
  "checks",
  // Included through the stack's files. Its modules are included by modulesOf.
  "configuration",
]);

/**
 * Identifies a plan by what it would do. The same changes of the same stack by the same providers have the same
 * fingerprint, planned at any time and on any machine. It is a hash of
 * - each change: its address, its actions, the changed object, and the changed attributes with their old and new
 *   values;
 * - the text of the stack, its modules, and the values of its variables: they determine values that are known only
 *   after the apply, the commands of provisioners, and the settings of the providers;
 * - the versions and hashes of the providers.
 *
 * Three things are not part of it. Values that are known only after the apply. The time of the plan, which is in the
 * tags of new images. And sensitive values, since a fingerprint is shown, and a short secret could be guessed from it.
 */
export function planFingerprint(json: string, { configuration, lock = "" }: StackFiles): string {
  const plan = JSON.parse(json) as Plan;
  const described = {
    ...Object.fromEntries(Object.entries(plan).filter(([name]) => !IGNORED_FIELDS.has(name))),
    variables: variablesOf(plan),
    resource_changes: sorted((plan.resource_changes ?? []).filter(isChange).map(describeResource)),
    deferred_changes: sorted(
      (plan.deferred_changes ?? []).map((deferred) => ({
        ...deferred,
        resource_change: deferred.resource_change && describeResource(deferred.resource_change),
      })),
    ),
    output_changes: Object.fromEntries(
      Object.entries(plan.output_changes ?? {})
        .filter(([, change]) => !isNothing(change))
        .map(([name, change]) => [name, describe(change)]),
    ),
    // Not sorted, since this is the order of the apply.
    action_invocations: (plan.action_invocations ?? []).map(describeInvocation),
    deferred_action_invocations: (plan.deferred_action_invocations ?? []).map((deferred) => ({
      ...deferred,
      action_invocation: deferred.action_invocation && describeInvocation(deferred.action_invocation),
    })),
    stack: describeFiles(configuration, sensitiveArguments(plan)),
    modules: modulesOf(plan),
    providers: lockedProviders(lock).map((provider) => ({
      address: provider.address,
      version: provider.version,
      hashes: stableHashes(provider),
    })),
  };
  return createHash("sha256")
    .update(withoutTime(canonicalJson(described), plan.timestamp))
    .digest("hex");
}

/** The values of variables, which can be set anywhere. The configuration marks the sensitive ones. */
function variablesOf({ variables = {}, configuration }: Plan): unknown {
  const declared = configuration?.root_module?.variables ?? {};
  return Object.fromEntries(
    Object.entries(variables).map(([name, { value }]) => [
      name,
      declared[name] === undefined || declared[name].sensitive ? SENSITIVE : value,
    ]),
  );
}

function describeFiles(files: StackFiles["configuration"], sensitive: SensitiveArguments): unknown {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      name.endsWith(".json") ? configurationWithoutSecrets(JSON.parse(text), sensitive) : text,
    ]),
  );
}

function sensitiveArguments({ resource_changes: changes = [] }: Plan): SensitiveArguments {
  const marks = new Map<string, unknown[]>();
  for (const { module_address: module, mode, type, name, change } of changes) {
    if (module === undefined) {
      const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
      marks.set(address, [...(marks.get(address) ?? []), change.after_sensitive]);
    }
  }
  return (address) => marks.get(address) ?? [];
}

/** The content of the modules, as fetched. Their arguments are in the text of the stack. */
function modulesOf({ configuration }: Plan): unknown {
  return Object.fromEntries(
    Object.entries(configuration?.root_module?.module_calls ?? {}).map(
      ([name, { source, version_constraint, module }]) => [name, { source, version_constraint, module }],
    ),
  );
}

function isChange({ change, previous_address }: ResourceChange): boolean {
  return !isNothing(change) || previous_address !== undefined || change.importing != null;
}

function isNothing({ actions }: Change): boolean {
  return actions.every((action) => action === "no-op");
}

function describeResource({ change, ...resource }: ResourceChange) {
  return { ...resource, object: objectOf(change), ...describe(change) };
}

/** Identifies the changed object, in case another object is now at this address. */
function objectOf({ actions, before, before_sensitive }: Change): unknown {
  const object = masked(before, before_sensitive);
  const id = member(object, "id");
  const goes = actions.includes("delete") || actions.includes("forget");
  return id === undefined || id === null ? (goes ? object : undefined) : id;
}

function describe({
  before: from,
  after: to,
  before_sensitive,
  after_sensitive,
  after_unknown,
  replace_paths,
  ...change
}: Change) {
  const before = masked(from, before_sensitive);
  const after = masked(to, after_sensitive, after_unknown);
  return {
    ...change,
    replace_paths: replace_paths && sorted(replace_paths),
    attributes: change.actions.some((action) => SETS_ATTRIBUTES.has(action)) ? diff() : undefined,
  };

  function diff(): unknown {
    if (!isRecord(before) || !isRecord(after)) {
      return isRecord(after) ? after : { before, after };
    }
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return Object.fromEntries(names.filter(changes).map((name) => [name, values(name)]));
  }

  /** Compares the real values, so that a change of a sensitive value counts. */
  function changes(name: string): boolean {
    return (
      canonicalJson(member(from, name)) !== canonicalJson(member(to, name)) ||
      isPartlyUnknown(member(after, name))
    );
  }

  /** The old value of a computed attribute doesn't count. It can be the time of the last change. */
  function values(name: string): unknown {
    const value = member(after, name);
    return value === UNKNOWN ? value : [member(before, name), value];
  }
}

/** `read` is for a data source that is read at the apply. */
const SETS_ATTRIBUTES: ReadonlySet<string> = new Set(["create", "update", "read"]);

function describeInvocation({
  config_values,
  config_sensitive,
  config_unknown,
  ...invocation
}: ActionInvocation) {
  return { ...invocation, config: masked(config_values, config_sensitive, config_unknown) };
}

/** A value whose sensitive and unknown parts are replaced by marks. */
function masked(value: unknown, sensitive: unknown, unknown?: unknown): unknown {
  if (unknown === true) {
    return UNKNOWN;
  }
  if (sensitive === true) {
    return SENSITIVE;
  }
  if (Array.isArray(value) || Array.isArray(unknown)) {
    const length = Math.max(lengthOf(value), lengthOf(unknown));
    return Array.from({ length }, (_, index) =>
      masked(member(value, index), member(sensitive, index), member(unknown, index)),
    );
  }
  if (isRecord(value) || isRecord(unknown)) {
    const names = new Set([...Object.keys(value ?? {}), ...Object.keys(unknown ?? {})]);
    return Object.fromEntries(
      [...names].map((name) => [
        name,
        masked(member(value, name), member(sensitive, name), member(unknown, name)),
      ]),
    );
  }
  return value;
}

function isPartlyUnknown(value: unknown): boolean {
  return (
    value === UNKNOWN ||
    (typeof value === "object" && value !== null && Object.values(value).some(isPartlyUnknown))
  );
}

/** Terraform doesn't guarantee an order of its lists. */
function sorted(items: readonly unknown[]): unknown[] {
  return [...items]
    .map((item) => [canonicalJson(item), item] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, item]) => item);
}

function member(value: unknown, name: string | number): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string | number, unknown>)[name]
    : undefined;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** Removes the time of a plan, in RFC 3339 and as in the tags of images (lib/image/docker-provider-builder.ts). */
function withoutTime(text: string, timestamp: string | undefined): string {
  return timestamp === undefined
    ? text
    : text.replaceAll(timestamp, TIME).replaceAll(timestamp.replace(/\D/g, ""), TIME);
}

/** JSON can't contain this character unescaped, so no text can look like it. */
const TIME = "\u0000time\u0000";
