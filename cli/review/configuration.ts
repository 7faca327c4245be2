import { asRecord } from "./attribute";

/**
 * What the configuration in a plan says of one resource, or of one data source. Its values can be secrets: what is read of them, besides
 * names, is said by whoever reads it.
 */
export interface ConfiguredResource {
  /** Names of the arguments that are set. */
  readonly args: ReadonlySet<string>;
  /**
   * An argument as it is written, with `${…}` in it, where the configuration is in JSON.
   * @returns undefined when it is not set, or its text is not in the plan
   */
  constant(argument: string): unknown;
  /** The blocks of a name: of each, its arguments as the plan has them. */
  blocks(name: string): readonly unknown[];
  readonly provisioners: readonly Provisioner[];
  /** Addresses that an argument refers to, as `type.name` or `data.type.name`, in the same module. */
  references(argument: string): readonly string[];
  readonly dependsOn: readonly string[];
}

/** What runs when a resource is made or destroyed; which of the two, a plan doesn't say. */
export interface Provisioner {
  /** For example `local-exec`. */
  readonly type: string;
  /** As of a resource. */
  constant(argument: string): unknown;
  readonly args: ReadonlySet<string>;
}

/** Indexes of instances, `[0]` and `["key"]`. */
const INDEX = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** The address of a resource or module without the indexes of instances, as the configuration knows it. */
export function withoutIndexes(address: string): string {
  return address.replace(INDEX, "");
}

/** All resources of a plan's configuration, by address without indexes. */
export function readConfiguration(configuration: unknown): ReadonlyMap<string, ConfiguredResource> {
  const resources = new Map<string, ConfiguredResource>();
  addModule(asRecord(configuration)?.root_module, "", resources);
  return resources;
}

function addModule(module: unknown, prefix: string, resources: Map<string, ConfiguredResource>): void {
  for (const resource of asArray(asRecord(module)?.resources)) {
    const { address, expressions, depends_on: dependsOn, provisioners } = asRecord(resource) ?? {};
    if (typeof address === "string") {
      const args = asRecord(expressions) ?? {};
      resources.set(prefix + address, {
        ...readArguments(expressions),
        blocks: (name) =>
          Array.isArray(args[name]) ? args[name] : args[name] === undefined ? [] : [args[name]],
        provisioners: asArray(provisioners).map((one) => ({
          type: String(asRecord(one)?.type),
          ...readArguments(asRecord(one)?.expressions),
        })),
        references: (argument) => unique(referencesIn(args[argument]).map(resourceOf)),
        dependsOn: asArray(dependsOn).filter(isText).map(withoutIndexes),
      });
    }
  }
  for (const [name, call] of Object.entries(asRecord(asRecord(module)?.module_calls) ?? {})) {
    addModule(asRecord(call)?.module, `${prefix}module.${name}.`, resources);
  }
}

function readArguments(expressions: unknown): Pick<ConfiguredResource, "args" | "constant"> {
  const args = asRecord(expressions) ?? {};
  return {
    args: new Set(Object.keys(args)),
    constant: (argument) =>
      Object.hasOwn(args, argument) ? asRecord(args[argument])?.constant_value : undefined,
  };
}

function referencesIn(expression: unknown): string[] {
  if (Array.isArray(expression)) {
    return expression.flatMap(referencesIn);
  }
  return Object.entries(asRecord(expression) ?? {}).flatMap(([key, value]) =>
    key === "constant_value"
      ? []
      : key === "references"
        ? asArray(value).filter(isText)
        : referencesIn(value),
  );
}

/** `docker_registry_image.x[0].sha256_digest` refers to `docker_registry_image.x`. */
function resourceOf(reference: string): string {
  const parts = withoutIndexes(reference).split(".");
  return parts.slice(0, parts[0] === "data" ? 3 : 2).join(".");
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
