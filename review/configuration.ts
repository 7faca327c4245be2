import { asRecord } from "./attribute";

/** What the configuration in a plan says of one resource. Values are not read from it, only names. */
export interface ConfiguredResource {
  /** Names of the arguments that are set. */
  readonly args: ReadonlySet<string>;
  /** Addresses that an argument refers to, as `type.name` or `data.type.name`, in the same module. */
  references(argument: string): readonly string[];
  readonly dependsOn: readonly string[];
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
    const { address, expressions, depends_on: dependsOn } = asRecord(resource) ?? {};
    if (typeof address === "string") {
      const args = asRecord(expressions) ?? {};
      resources.set(prefix + address, {
        args: new Set(Object.keys(args)),
        references: (argument) => unique(referencesIn(args[argument]).map(resourceOf)),
        dependsOn: asArray(dependsOn).filter(isText).map(withoutIndexes),
      });
    }
  }
  for (const [name, call] of Object.entries(asRecord(asRecord(module)?.module_calls) ?? {})) {
    addModule(asRecord(call)?.module, `${prefix}module.${name}.`, resources);
  }
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
