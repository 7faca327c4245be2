import { DefaultTokenResolver, StringConcat, TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { IResolveOptions } from "cdktf/lib/tokens/private/resolve";
import { deepMerge } from "cdktf/lib/util";
import type { IConstruct } from "constructs";
import { elementPart, type Part, whole } from "./element-part";
import { callTokens, isSettled, resolveOnce } from "./fast-resolve";

type Values = Record<string, unknown>;
type Resolve = (value: unknown, options: IResolveOptions) => unknown;

/** What CDKTF keeps to itself. */
interface StackFields {
  readonly rawOverrides: Values;
  readonly cdktfVersion: string;
}

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** `prepareStack` of CDKTF 0.21.0 (lib/terraform-stack.js): tokens are called for what that does to the stack, and nothing is made of them. */
export function prepareStack(stack: TerraformStack, stockResolve: Resolve): void {
  stack.ensureBackendExists();
  const options = { scope: stack, preparing: true, resolver: RESOLVER };
  for (const element of elementsOf(stack)) {
    const part = elementPart(element);
    try {
      callTokens(part.value, options);
    } catch {
      stockResolve(whole(part), options);
    }
  }
}

/**
 * `toTerraform` of CDKTF 0.21.0 (lib/terraform-stack.js), which copies what each element gives into the stack, and then resolves all of the
 * stack once more. Here what an element gives becomes a part of the stack, and where it is settled, that was all.
 */
export function toTerraform(stack: TerraformStack, stockResolve: Resolve): Values {
  const options = { scope: stack, preparing: false, resolver: RESOLVER };
  const resolve = (part: Part): Resolved => {
    try {
      return { path: part.path, ...resolveOnce(part.value, options) };
    } catch {
      return { path: [], value: stockResolve(whole(part), options), settled: false };
    }
  };
  const { rawOverrides, cdktfVersion } = stack as unknown as StackFields;
  const elements = elementsOf(stack);
  const overridden = Object.keys(rawOverrides);
  const metadata = {
    version: cdktfVersion,
    stackName: stack.node.id,
    backend: "local",
    cloud: undefined,
    ...(overridden.length > 0 && { overrides: { stack: overridden } }),
  };
  for (const own of elements.map((element) => resolve({ path: [], value: element.toMetadata() }))) {
    deepMerge(metadata, own.value);
  }
  const outputs: Values = {};
  for (const element of elements) {
    if (TerraformOutput.isTerraformOutput(element)) adopt(outputs, placeOf(element));
  }
  const parts = [
    resolve({ path: ["//"], value: { metadata, outputs } }),
    ...elements.map((element) => resolve(elementPart(element))),
  ];
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

type Resolved = Part & { readonly settled: boolean };

/** The ids on the path to an output, each within the one before, and the name that Terraform knows it by. */
function placeOf({ node, friendlyUniqueId }: TerraformOutput): Part {
  return { path: node.path.split("/"), value: friendlyUniqueId };
}

/** `deepMerge` of what is in no other map, and holds neither tokens nor dates: its maps needn't be copied. */
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
  if (isMap(value) && typeof there === "object") adoptAll(there as Values, value);
  else if (Array.isArray(value) && Array.isArray(there)) target[key] = [...there, ...value];
  else target[key] = value;
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The elements of a stack, without those of a stack in it. */
function elementsOf(construct: IConstruct, into: TerraformElement[] = []): readonly TerraformElement[] {
  if (TerraformElement.isTerraformElement(construct)) into.push(construct);
  for (const child of construct.node.children) {
    if (!TerraformStack.isStack(child)) elementsOf(child, into);
  }
  return into;
}
