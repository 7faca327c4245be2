import type { ResourceType, ResourceTypes } from "./resource-type";
import { type Place, type Resource, resourceOf, type Settings, type Stack } from "./stack";

/** Stands in a text for a part that is not known at synth. It can't occur in names. */
export const UNKNOWN = "\u0000";

/** What references are resolved with. */
export interface Resolving {
  /** All stacks of the app: one can read outputs of another. */
  readonly stacks: readonly Stack[];
  readonly types: ResourceTypes;
  placeOf(resource: Pick<Resource, "stack" | "settings">): Place;
  /** The ARNs of the permissions boundaries that roles have to have. */
  readonly boundary: readonly string[];
}

/** References can form a circle only by mistake. */
const MAX_DEPTH = 20;

/** The value of an argument as text, with UNKNOWN for what isn't known at synth. Undefined if it isn't set. */
export function argumentOf(
  resource: Resource,
  path: string,
  resolving: Resolving,
  depth = 0,
): string | undefined {
  const value = valueAt(resource.settings, path);
  if (isSet(value)) {
    return textOf(value, resource.stack, resolving, depth);
  }
  const prefix = valueAt(resource.settings, `${path}_prefix`);
  if (isSet(prefix)) {
    return textOf(prefix, resource.stack, resolving, depth) + UNKNOWN;
  }
  return resolving.types[resource.type]?.defaults?.[path];
}

/** The setting at a path. A block of which there is a list is the first. */
export function valueAt(settings: Settings, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    const block = Array.isArray(value) ? value[0] : value;
    return typeof block === "object" && block !== null ? (block as Settings)[key] : undefined;
  }, settings);
}

/** Whether an argument is set: Terraform treats null as not set, and the provider treats false, 0 and empty so. */
export function isSet(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  if (typeof value === "object" && value !== null) {
    return Object.keys(value).length > 0;
  }
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
}

/** Resolves the references in a text. */
export function textOf(value: unknown, stack: Stack, resolving: Resolving, depth = 0): string {
  if (Array.isArray(value)) {
    return value.length === 1 ? textOf(value[0], stack, resolving, depth) : UNKNOWN;
  }
  if (typeof value !== "string") {
    return typeof value === "number" || typeof value === "boolean" ? String(value) : UNKNOWN;
  }
  return splitExpressions(value)
    .map((part) =>
      part.expression === undefined ? part.text : referenceOf(part.expression, stack, resolving, depth + 1),
    )
    .join("");
}

interface Part {
  readonly text: string;
  readonly expression?: string;
}

/** The parts of a template of Terraform: texts, and the expressions in `${…}`, which can contain braces themselves. */
function splitExpressions(text: string): Part[] {
  const parts: Part[] = [];
  let rest = text;
  for (let at = rest.indexOf("${"); at >= 0; at = rest.indexOf("${")) {
    let open = 1;
    let end = at + 2;
    for (; end < rest.length && open > 0; end++) {
      open += rest[end] === "{" ? 1 : rest[end] === "}" ? -1 : 0;
    }
    parts.push({ text: rest.slice(0, at) }, { text: "", expression: rest.slice(at + 2, end - 1).trim() });
    rest = rest.slice(end);
  }
  return [...parts, { text: rest }];
}

const NAME = "[A-Za-z0-9_-]+";
const REFERENCE = new RegExp(
  `^(data\\.|ephemeral\\.)?(aws_${NAME})\\.(${NAME})((?:\\.${NAME}|\\[\\d+\\])+)$`,
);
const REMOTE = new RegExp(`^data\\.terraform_remote_state\\.(${NAME})\\.outputs\\.(${NAME})$`);

/** The value of an expression that is a plain reference. Any other is unknown. */
function referenceOf(expression: string, stack: Stack, resolving: Resolving, depth: number): string {
  if (depth > MAX_DEPTH) {
    return UNKNOWN;
  }
  const [, variable] = /^var\.([A-Za-z0-9_-]+)$/.exec(expression) ?? [];
  if (variable !== undefined) {
    const value = stack.json.variable?.[variable]?.default;
    return value === undefined ? UNKNOWN : textOf(value, stack, resolving, depth);
  }
  const [, local] = /^local\.([A-Za-z0-9_-]+)$/.exec(expression) ?? [];
  if (local !== undefined) {
    return textOf(stack.json.locals?.[local], stack, resolving, depth);
  }
  const [, remote, output] = REMOTE.exec(expression) ?? [];
  if (remote !== undefined && output !== undefined) {
    const other = remoteStack(stack, remote, resolving.stacks);
    return other ? textOf(other.json.output?.[output]?.value, other, resolving, depth) : UNKNOWN;
  }
  const [, kind = "", type, name, path] = REFERENCE.exec(expression) ?? [];
  const resource =
    type === undefined || name === undefined ? undefined : resourceOf(stack, kind + type, name);
  const attribute = path?.slice(1).replace(/\[\d+\]/g, "");
  return resource && attribute !== undefined ? attributeOf(resource, attribute, resolving, depth) : UNKNOWN;
}

/** An attribute of a resource: an argument that is set, else one of the table. */
function attributeOf(resource: Resource, attribute: string, resolving: Resolving, depth: number): string {
  const type = resolving.types[resource.type];
  const template = attributesOf(type)[attribute];
  return (
    argumentOf(resource, attribute, resolving, depth) ??
    (template === undefined ? UNKNOWN : fillTemplate(template, resource, resolving, depth))
  );
}

function attributesOf(type: ResourceType | undefined): Readonly<Record<string, string | undefined>> {
  return { ...(type?.arn !== undefined && { arn: type.arn }), ...type?.attributes };
}

/**
 * Fills a template of the table. Parts that aren't known are UNKNOWN. `*` of the template stays: there AWS chooses the name.
 * @param change changes the value of each argument
 */
export function fillTemplate(
  template: string,
  resource: Resource,
  resolving: Resolving,
  depth = 0,
  change: (value: string, argument: string) => string = (value) => value,
): string {
  const place = resolving.placeOf(resource);
  let text = "";
  let last = 0;
  for (const { 0: placeholder, 1: name = "", index } of template.matchAll(/\{([a-z0-9_.]+)\}/g)) {
    text += template.slice(last, index);
    last = index + placeholder.length;
    if (name === "partition" || name === "region" || name === "account") {
      text += place[name];
      continue;
    }
    const value = change(argumentOf(resource, name, resolving, depth) ?? UNKNOWN, name);
    if (value.startsWith("arn:")) {
      text = value;
      continue;
    }
    // A path that begins with a slash, for example a parameter's name, follows the slash of its ARN without another.
    text += text.endsWith("/") && value.startsWith("/") ? value.slice(1) : value;
  }
  return text + template.slice(last);
}

/** The stack whose state a data source reads, by the state's place. */
function remoteStack(stack: Stack, name: string, stacks: readonly Stack[]): Stack | undefined {
  const settings = stack.json.data?.terraform_remote_state?.[name];
  const config = (settings?.config ?? {}) as Settings;
  return stacks.find(({ json }) => {
    const own = json.terraform?.backend?.[String(settings?.backend)];
    return (
      own !== undefined &&
      ["bucket", "key", "path"].every((part) => config[part] === own[part]) &&
      (config.key ?? config.path) !== undefined
    );
  });
}
