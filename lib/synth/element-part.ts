import { type TerraformElement, TerraformOutput, TerraformResource } from "cdktf";
import { deepMerge, keysToSnakeCase, processDynamicAttributes, snakeCase } from "cdktf/lib/util";
import { isSettled } from "./fast-resolve";

type Values = Record<string, unknown>;

/** What an element adds to a stack. */
export interface Part {
  /** The keys of the maps that it is in, each within the one before; none of them holds a token. */
  readonly path: readonly string[];
  readonly value: unknown;
}

// As CDKTF has them: a class of its own may have another.
const { toTerraform: resourceToTerraform } = TerraformResource.prototype;
const { toTerraform: outputToTerraform } = TerraformOutput.prototype;

/**
 * What `toTerraform` of CDKTF 0.21.0 gives for an element, without the maps around it that hold nothing else. Of a resource, which names all
 * attributes that there are, those that are not set are left out too (lib/terraform-resource.js).
 */
export function elementPart(element: TerraformElement): Part {
  if (element.toTerraform === resourceToTerraform) {
    const resource = element as unknown as Resource;
    const path = ["resource", resource.terraformResourceType, resource.friendlyUniqueId];
    if (isSettled(path) && isPlain(resource)) return { path, value: attributesOf(resource) };
  } else if (element.toTerraform === outputToTerraform) {
    const output = element as unknown as Output;
    const path = ["output", output.friendlyUniqueId];
    if (isSettled(path))
      return { path, value: deepMerge(output.synthesizeAttributes(), output.rawOverrides) };
  }
  return { path: [], value: element.toTerraform() };
}

/** An output, with what CDKTF keeps to itself. */
interface Output {
  readonly friendlyUniqueId: string;
  readonly rawOverrides: Values;
  synthesizeAttributes(): Values;
}

/** A resource, with what CDKTF keeps to itself. */
interface Resource extends Output {
  readonly terraformResourceType: string;
  readonly terraformMetaArguments: Values;
  readonly constructNodeMetadata: Values;
  readonly provisioners: unknown;
  readonly _hasMoved: boolean;
  readonly _movedById: unknown;
  readonly _movedByTarget: unknown;
  readonly _imported: unknown;
}

/** Whether it is neither moved nor imported, and has no provisioners. */
function isPlain({ _hasMoved, _movedById, _movedByTarget, _imported, provisioners }: Resource): boolean {
  return !(_hasMoved || _movedById || _movedByTarget || _imported || provisioners);
}

function attributesOf(resource: Resource): Values {
  const attributes: Values = processDynamicAttributes(defined(resource.synthesizeAttributes()));
  // What isn't set takes away an attribute of its name.
  if ("provisioner" in attributes) delete attributes.provisioner;
  for (const [key, value] of Object.entries(resource.terraformMetaArguments)) {
    const name = snakeCaseOnce(key);
    if (value !== undefined)
      deepMerge(attributes, isListOfText(value) ? { [name]: value } : keysToSnakeCase({ [key]: value }));
    else if (name in attributes) delete attributes[name];
  }
  deepMerge(attributes, resource.rawOverrides);
  attributes["//"] = { ...(attributes["//"] as Values | undefined), ...resource.constructNodeMetadata };
  return attributes;
}

/** As `dependsOn` is: there are no keys in it. */
function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** What is set. */
function defined(values: Readonly<Values>): Values {
  const set: Values = {};
  for (const key of Object.keys(values)) {
    if (values[key] !== undefined) set[key] = values[key];
  }
  return set;
}

/** The names of meta-arguments are few. */
const snakeCases = new Map<string, string>();

function snakeCaseOnce(name: string): string {
  const known = snakeCases.get(name) ?? snakeCase(name);
  snakeCases.set(name, known);
  return known;
}

/** A part with the maps that it is in. */
export function whole({ path, value }: Part): Values {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values;
}
