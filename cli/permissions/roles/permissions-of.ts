import { CommandError } from "../../process/steps";
import type { Allowed } from "../policy/merge-statements";
import type { PolicyCondition } from "../policy/policy-document";
import { namePattern } from "./name-pattern";
import { fillTemplate, isSet, type Resolving, UNKNOWN, valueAt } from "./resolve";
import type { PassedRole, Permission, ResourceType } from "./resource-type";
import { defaultTags, describeResource, type Resource } from "./stack";

/** What the permissions of one resource are read with. */
export interface ReadingPermissions extends Resolving {
  /** The prefix of the names of a resource's environment. */
  prefixOf(resource: Resource): string | undefined;
}

/** What a plan needs for a resource. */
export function readsOf(resource: Resource, type: ResourceType, reading: ReadingPermissions): Allowed[] {
  return allowedOf(type.read, resource, reading);
}

/** What a deploy needs for it in addition. */
export function writesOf(resource: Resource, type: ResourceType, reading: ReadingPermissions): Allowed[] {
  const { create = [], update = [], delete: remove = [], passes = [] } = type;
  return [
    ...allowedOf([...create, ...update, ...remove], resource, reading),
    ...passes.flatMap((passed) => passedRole(passed, resource, reading)),
  ];
}

function allowedOf(
  permissions: readonly Permission[],
  resource: Resource,
  reading: ReadingPermissions,
): Allowed[] {
  return permissions
    .filter(({ when }) => when === undefined || listOf(when).some((argument) => isGiven(resource, argument)))
    .map(({ actions, on, condition, tagged }) => {
      const conditions = {
        ...filledCondition(condition, resource, reading),
        ...(tagged && tagCondition(tagged, resource)),
      };
      return {
        actions,
        resources: listOf(on).map((template) => arnPattern(template, resource, reading)),
        ...(Object.keys(conditions).length > 0 && { condition: conditions }),
      };
    });
}

function isGiven(resource: Resource, argument: string): boolean {
  return (
    isSet(valueAt(resource.settings, argument)) ||
    (argument === "tags" && Object.keys(defaultTags(resource)).length > 0)
  );
}

function passedRole(
  { argument, service }: PassedRole,
  resource: Resource,
  reading: ReadingPermissions,
): Allowed[] {
  if (!isSet(valueAt(resource.settings, argument))) {
    return [];
  }
  const role = arnPattern(`arn:{partition}:iam::{account}:role/{${argument}}`, resource, reading);
  return [
    {
      actions: ["iam:PassRole"],
      resources: [role],
      condition: { StringEquals: { "iam:PassedToService": [service] } },
    },
  ];
}

/**
 * The pattern of ARNs for a template: names by the environment's prefix, `*` for what isn't known at synth.
 * @throws CommandError when nothing of the name is known, so that the pattern would allow it for all resources
 */
function arnPattern(template: string, resource: Resource, reading: ReadingPermissions): string {
  if (template === "*") {
    return "*";
  }
  const values: { argument: string; value: string }[] = [];
  const filled = fillTemplate(template, resource, reading, 0, (value, argument) => {
    const pattern = namePattern(value, reading.prefixOf(resource));
    values.push({ argument, value: pattern });
    return pattern;
  });
  const isKnown = ({ value }: { value: string }) => /[A-Za-z0-9*]/.test(afterArnType(value));
  const [first] = values;
  if (first && !values.some(isKnown)) {
    throw new CommandError(
      `The name of ${describeResource(resource)} isn't known at synth, so a policy can't be limited to it (${first.argument} in ${template}). ` +
        `Set ${values.map(({ argument }) => argument).join(" or ")} to text, or to text with a known beginning.`,
    );
  }
  return filled.replaceAll(UNKNOWN, "*").replace(/\*{2,}/g, "*");
}

/** The part of an ARN that names the resource. Text that is no ARN is the name. */
function afterArnType(value: string): string {
  return value.startsWith("arn:") ? value.replace(/^(?:[^:]*:){5}/, "").replace(/^[a-z-]+[:/]/, "") : value;
}

function filledCondition(
  condition: Permission["condition"],
  resource: Resource,
  reading: ReadingPermissions,
): PolicyCondition {
  return Object.fromEntries(
    Object.entries(condition ?? {}).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, templates]) => [
          key,
          listOf(templates).flatMap((template) =>
            template === "{boundary}" ? reading.boundary : [valuePattern(template, resource, reading)],
          ),
        ]),
      ),
    ]),
  );
}

/** A value in a condition. Text without a placeholder stays as it is. */
function valuePattern(template: string, resource: Resource, reading: ReadingPermissions): string {
  return template.includes("{") ? arnPattern(template, resource, reading) : template;
}

function tagCondition(tagged: "request" | "resource", resource: Resource): PolicyCondition {
  const tags = Object.entries(defaultTags(resource)).filter(([, value]) => typeof value === "string");
  const prefix = tagged === "request" ? "aws:RequestTag" : "aws:ResourceTag";
  const keys = tags.map(([key, value]) => [`${prefix}/${key}`, [String(value)]] as const);
  return keys.length === 0 ? {} : { StringEquals: Object.fromEntries(keys) };
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}
