import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { IResolveOptions } from "cdktf/lib/tokens/private/resolve";
import { deepMerge } from "cdktf/lib/util";
import type { IConstruct } from "constructs";
import { callTokens } from "./call-tokens";
import { elementPart, hasNoMetadata, type Part, valuesOf, whole } from "./element-part";
import { isSettled, resolveOnce } from "./fast-resolve";
import { JsonPart, JsonParts } from "./json-parts";
import { localJson } from "./local-json";

import stableJson = require("./stable-json");

type Values = Record<string, unknown>;
type Resolve = (value: unknown, options: IResolveOptions) => unknown;

/** CDKTF's private members. */
interface StackFields {
  readonly rawOverrides: Values;
  readonly cdktfVersion: string;
}

const { isStack } = TerraformStack;
const RESOLVER = new DefaultTokenResolver(new StringConcat());

/**
 * `prepareStack` of CDKTF 0.21.0 (lib/terraform-stack.js). It calls the tokens for their side effects on the stack, and
 * drops the results.
 */
export function prepareStack(stack: TerraformStack, stockResolve: Resolve): void {
  stack.ensureBackendExists();
  const options = { scope: stack, preparing: true, resolver: RESOLVER };
  for (const element of elementsOf(stack)) {
    try {
      for (const value of valuesOf(element)) callTokens(value, options);
    } catch {
      stockResolve(whole(elementPart(element)), options);
    }
  }
}

/**
 * `toTerraform` of CDKTF 0.21.0 (lib/terraform-stack.js). The original copies the result of each element into the
 * stack, and then resolves the whole stack again. Here the result becomes a part of the stack without a copy, and is
 * resolved again only if it isn't settled.
 */
export function toTerraform(stack: TerraformStack, stockResolve: Resolve): Values {
  const resolve = resolverOf(stack, stockResolve);
  return merged(stack, commentAnd(stack, resolve, resolve), resolve);
}

/**
 * The JSON of the result of `toTerraform`. For an element whose only tokens are references within the stack, the JSON
 * is made directly.
 */
export function stackJson(stack: TerraformStack, stockResolve: Resolve): Buffer | string {
  const options = { scope: stack, preparing: false, resolver: RESOLVER };
  const resolve = resolverOf(stack, stockResolve);
  const json = new JsonParts();
  const parts = commentAnd(stack, resolve, (part) => {
    const text =
      part.path.length > 0 ? localJson(part.value, options, LINES[part.path.length] as string) : undefined;
    return text === undefined ? resolve(part) : { ...part, settled: true, json: json.add(text) };
  });
  try {
    return json.bytesOf(placed(stack, parts));
  } catch {
    const resolved = parts.map((part) => (part.json ? resolve(part) : part));
    return stableJson(merged(stack, resolved, resolve), { space: 2 });
  }
}

/** A resolved part, or an unresolved part with its JSON. */
type Resolved = Part & { readonly settled: boolean; readonly json?: JsonPart };

function resolverOf(stack: TerraformStack, stockResolve: Resolve): (part: Part) => Resolved {
  const options = { scope: stack, preparing: false, resolver: RESOLVER };
  return (part) => {
    try {
      return { path: part.path, ...resolveOnce(part.value, options) };
    } catch {
      return { path: [], value: stockResolve(whole(part), options), settled: false };
    }
  };
}

/** CDKTF's comment about the stack, and the parts of its elements. @param resolve resolves the part of an element */
function commentAnd(
  stack: TerraformStack,
  resolveComment: (part: Part) => Resolved,
  resolve: (part: Part) => Resolved,
): readonly Resolved[] {
  const elements = elementsOf(stack);
  const comment = commentOf(stack, elements, (value) => resolveComment({ path: [], value }).value);
  return [
    resolveComment({ path: ["//"], value: comment }),
    ...elements.map((element) => resolve(elementPart(element))),
  ];
}

function merged(
  stack: TerraformStack,
  parts: readonly Resolved[],
  resolve: (part: Part) => Resolved,
): Values {
  const { rawOverrides } = stack as unknown as StackFields;
  const all: Values = {};
  let settled = isSettled(rawOverrides);
  for (const part of parts) {
    settled &&= part.settled;
    if (part.settled) adopt(all, part);
    else deepMerge(all, whole(part));
  }
  deepMerge(all, rawOverrides);
  return settled ? all : (resolve({ path: [], value: all }).value as Values);
}

/**
 * Merges the parts, with the JSON that was already made.
 * @throws Error when a part isn't settled, or two parts have the same place
 */
function placed(stack: TerraformStack, parts: readonly Resolved[]): Values {
  const { rawOverrides } = stack as unknown as StackFields;
  if (!isSettled(rawOverrides) || !parts.every((part) => part.settled)) throw new Error("not settled");
  const all: Values = {};
  for (const part of parts) adopt(all, part.json ? { path: part.path, value: part.json } : part);
  adoptAll(all, rawOverrides);
  return all;
}

/** The start of a new line, by the number of surrounding maps. */
const LINES = ["\n", "\n  ", "\n    ", "\n      "];

/** CDKTF's comment about a stack in its JSON. */
function commentOf(
  stack: TerraformStack,
  elements: readonly TerraformElement[],
  resolve: (value: unknown) => unknown,
): Values {
  const { rawOverrides, cdktfVersion } = stack as unknown as StackFields;
  const overridden = Object.keys(rawOverrides);
  const metadata = {
    version: cdktfVersion,
    stackName: stack.node.id,
    backend: "local",
    cloud: undefined,
    ...(overridden.length > 0 && { overrides: { stack: overridden } }),
  };
  const described = elements.filter((element) => !hasNoMetadata(element));
  for (const own of described.map((element) => resolve(element.toMetadata()))) deepMerge(metadata, own);
  const outputs: Values = {};
  for (const element of elements) {
    if (TerraformOutput.isTerraformOutput(element)) adopt(outputs, placeOf(element));
  }
  return { metadata, outputs };
}

/** The nested construct ids on the path to an output, and its name in Terraform. */
function placeOf({ node, friendlyUniqueId }: TerraformOutput): Part {
  return { path: node.path.split("/"), value: friendlyUniqueId };
}

/**
 * `deepMerge` for values without tokens and dates.
 * @throws Error when one of the values is JSON and the place is taken
 */
function adopt(all: Values, { path, value }: Part): void {
  let target = all;
  for (const key of path.slice(0, -1)) {
    if (typeof target[key] !== "object") target[key] = {};
    target = target[key] as Values;
  }
  const last = path.at(-1);
  if (last === undefined) adoptAll(target, value as Values);
  else adoptOne(target, last, value);
}

function adoptAll(target: Values, values: Values): void {
  for (const key of Object.keys(values)) adoptOne(target, key, values[key]);
}

function adoptOne(target: Values, key: string, value: unknown): void {
  const there = target[key];
  if (there instanceof JsonPart || (value instanceof JsonPart && there !== undefined)) {
    throw new Error("the place is taken");
  }
  if (isMap(value)) {
    if (typeof there !== "object") target[key] = {};
    adoptAll(target[key] as Values, value);
  } else if (Array.isArray(value) && Array.isArray(there)) target[key] = [...there, ...value];
  else target[key] = value;
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonPart);
}

/**
 * `TerraformStack.findAll` of CDKTF 0.21.0. The original makes a promise for each construct, and nobody waits for it.
 */
export function findAll<T>(
  construct: IConstruct,
  predicate: (construct: IConstruct) => construct is T & IConstruct,
  into: T[] = [],
): T[] {
  if (predicate(construct)) into.push(construct);
  for (const child of construct.node.children) findAll(child, predicate, into);
  return into;
}

/**
 * `TerraformStack.of` of CDKTF 0.21.0. The original makes a function for each call.
 * @returns `undefined` where the original fails
 */
export function stackOf(construct: IConstruct): TerraformStack | undefined {
  let scope: IConstruct | undefined = construct;
  while (scope !== undefined && !isStack(scope)) scope = scope.node.scope;
  return scope;
}

/** The elements of a stack, without those of nested stacks. */
function elementsOf(construct: IConstruct, into: TerraformElement[] = []): readonly TerraformElement[] {
  if (TerraformElement.isTerraformElement(construct)) into.push(construct);
  for (const child of construct.node.children) {
    if (!isStack(child)) elementsOf(child, into);
  }
  return into;
}
