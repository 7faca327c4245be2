import { asRecord } from "./attribute";

/**
 * The configuration of one resource or data source in a plan. Its values can be secrets. Code that reads more than
 * names documents which values it reads.
 */
export interface ConfiguredResource {
  /** The names of the arguments that are set. */
  readonly args: ReadonlySet<string>;
  /**
   * An argument as written, with `${…}` in it, if the configuration is in JSON.
   * @returns undefined when it is not set, or the plan doesn't contain its text
   */
  constant(argument: string): unknown;
  /** The blocks of a name, each with its arguments as in the plan. */
  blocks(name: string): readonly unknown[];
  readonly provisioners: readonly Provisioner[];
  /** The addresses that an argument refers to, as `type.name` or `data.type.name`, in the same module. */
  references(argument: string): readonly string[];
  readonly dependsOn: readonly string[];
}

/** A provisioner runs when a resource is created or destroyed. A plan doesn't contain which of the two. */
export interface Provisioner {
  /** For example `local-exec`. */
  readonly type: string;
  /** As for a resource. */
  constant(argument: string): unknown;
  readonly args: ReadonlySet<string>;
}

/** The indexes of instances, `[0]` and `["key"]`. */
const INDEX = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** The address of a resource or module in the configuration, which has no indexes of instances. */
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
