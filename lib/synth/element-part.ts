import { TerraformElement, TerraformOutput, TerraformResource } from "cdktf";
import { TerraformDynamicBlock } from "cdktf/lib/terraform-dynamic-block";
import { deepMerge, keysToSnakeCase, processDynamicAttributes, snakeCase } from "cdktf/lib/util";
import type { Node } from "constructs";
import { isSettled } from "./fast-resolve";

type Values = Record<string, unknown>;

/** The part that an element adds to a stack. */
export interface Part {
  /** The keys of the nested maps that contain it, from the outside in. None of them contains a token. */
  readonly path: readonly string[];
  readonly value: unknown;
}

// CDKTF's own methods. A user's class may override them.
const { toTerraform: resourceToTerraform, toMetadata: resourceToMetadata } = TerraformResource.prototype;
const { toTerraform: outputToTerraform, toMetadata: outputToMetadata } = TerraformOutput.prototype;
const { toMetadata: elementToMetadata } = TerraformElement.prototype;
// Read once, since each look-up in CDKTF's index goes through several modules.
const { isTerraformDynamicBlock: isDynamicBlock } = TerraformDynamicBlock;

/**
 * The result of `toTerraform` of CDKTF 0.21.0 for an element, without the surrounding maps that contain nothing else.
 * For a resource, attributes that are not set are left out too (lib/terraform-resource.js).
 */
export function elementPart(element: TerraformElement): Part {
  const resource = plainResource(element);
  if (resource) {
    return {
      path: ["resource", resource.terraformResourceType, resource.friendlyUniqueId],
      value: attributesOf(resource, resource.synthesizeAttributes()),
    };
  }
  if (element.toTerraform === outputToTerraform) {
    const output = element as unknown as Output;
    const path = ["output", output.friendlyUniqueId];
    if (isSettled(path))
      return { path, value: deepMerge(output.synthesizeAttributes(), output.rawOverrides) };
  }
  return { path: [], value: element.toTerraform() };
}

/** Whether `toMetadata` of CDKTF 0.21.0 returns nothing for an element. */
export function hasNoMetadata(element: TerraformElement): boolean {
  const { toMetadata } = element;
  if (toMetadata === elementToMetadata) return true;
  const { rawOverrides, _imported, _movedByTarget, _movedById } = element as unknown as Resource;
  if (toMetadata === resourceToMetadata && (_imported || _movedByTarget || _movedById)) return false;
  return (toMetadata === resourceToMetadata || toMetadata === outputToMetadata) && isEmpty(rawOverrides);
}

/**
 * The values in the result of `toTerraform` for an element that can contain tokens, in order. Reading them directly is
 * cheaper, when no override replaces one.
 */
export function valuesOf(element: TerraformElement): readonly unknown[] {
  const resource = plainResource(element);
  if (!resource) return [elementPart(element).value];
  const { terraformMetaArguments, node } = resource;
  const attributes = resource.synthesizeAttributes();
  const values: unknown[] = [attributes];
  let apart = isEmpty(resource.rawOverrides) && !hasDynamicBlock(attributes) && !("//" in attributes);
  for (const key of Object.keys(terraformMetaArguments)) {
    const value = terraformMetaArguments[key];
    apart &&= !(snakeCaseOnce(key) in attributes);
    if (value !== undefined) values.push(value);
  }
  if (!apart || "provisioner" in attributes) return [attributesOf(resource, attributes)];
  values.push(node.path);
  return values;
}

function isEmpty(values: Readonly<Values>): boolean {
  for (const _ in values) return false;
  return true;
}

/** Whether there is a dynamic block where `processDynamicAttributes` of CDKTF 0.21.0 (lib/util.js) searches for one. */
function hasDynamicBlock(attributes: Readonly<Values>): boolean {
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (typeof value !== "object" || value === null) continue;
    if (value.constructor === Object ? hasDynamicBlock(value as Values) : isDynamicBlock(value)) return true;
  }
  return false;
}

/** An output, with CDKTF's private members. */
interface Output {
  readonly friendlyUniqueId: string;
  readonly rawOverrides: Values;
  synthesizeAttributes(): Values;
}

/** A resource, with CDKTF's private members. */
interface Resource extends Output {
  readonly node: Node;
  readonly terraformResourceType: string;
  readonly terraformMetaArguments: Values;
  readonly constructNodeMetadata: Values;
  readonly provisioners: unknown;
  readonly _hasMoved: boolean;
  readonly _movedById: unknown;
  readonly _movedByTarget: unknown;
  readonly _imported: unknown;
}

/**
 * The element, if it is a resource that is neither moved nor imported, has no provisioners, and has no token in its
 * names.
 */
function plainResource(element: TerraformElement): Resource | undefined {
  if (element.toTerraform !== resourceToTerraform) return undefined;
  const resource = element as unknown as Resource;
  const { _hasMoved, _movedById, _movedByTarget, _imported, provisioners } = resource;
  if (_hasMoved || _movedById || _movedByTarget || _imported || provisioners) return undefined;
  const { terraformResourceType, friendlyUniqueId } = resource;
  return isSettled(terraformResourceType) && isSettled(friendlyUniqueId) ? resource : undefined;
}

function attributesOf(resource: Resource, synthesized: Readonly<Values>): Values {
  const { rawOverrides } = resource;
  const given = defined(synthesized);
  // A copy, since overrides may change its maps.
  const attributes: Values =
    isEmpty(rawOverrides) && !hasDynamicBlock(given) ? given : processDynamicAttributes(given);
  // An unset value removes an attribute of the same name.
  if ("provisioner" in attributes) delete attributes.provisioner;
  const { terraformMetaArguments } = resource;
  for (const key of Object.keys(terraformMetaArguments)) {
    const value = terraformMetaArguments[key];
    const name = snakeCaseOnce(key);
    if (value !== undefined)
      deepMerge(attributes, isListOfText(value) ? { [name]: value } : keysToSnakeCase({ [key]: value }));
    else if (name in attributes) delete attributes[name];
  }
  deepMerge(attributes, rawOverrides);
  attributes["//"] = { ...(attributes["//"] as Values | undefined), ...resource.constructNodeMetadata };
  return attributes;
}

/** Whether it is a list of strings, as `dependsOn` is: it has no keys. */
function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** The values that are set. */
function defined(values: Readonly<Values>): Values {
  const set: Values = {};
  for (const key of Object.keys(values)) {
    if (values[key] !== undefined) set[key] = values[key];
  }
  return set;
}

/** Cached, since there are only a few names of meta-arguments. */
const snakeCases = new Map<string, string>();

function snakeCaseOnce(name: string): string {
  const known = snakeCases.get(name) ?? snakeCase(name);
  snakeCases.set(name, known);
  return known;
}

/** A part with its surrounding maps. */
export function whole({ path, value }: Part): Values {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values;
}
