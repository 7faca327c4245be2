import { createRequire } from "node:module";

type StableStringify = (value: unknown, options?: { readonly space?: number }) => string;

/**
 * What json-stable-stringify 1.3.0 gives, which CDKTF writes its stacks with, by JSON.stringify: it takes a third of the time. A bundle has it
 * in that package's place. Where the two could differ, the package is asked.
 */
function stableJson(value: unknown, options?: { readonly space?: number }): string {
  const empty = new Map<string, string>();
  const known = options?.space === 2 && process.env.STOCK_SYNTH !== "true";
  const sorted = known ? sortedCopy(value, 0, empty) : DIFFERENT;
  if (sorted === DIFFERENT) {
    return (createRequire(require.resolve("cdktf"))("json-stable-stringify") as StableStringify)(
      value,
      options,
    );
  }
  let text = JSON.stringify(sorted, undefined, 2);
  for (const [stand, lines] of empty) text = text.replaceAll(JSON.stringify(stand), lines);
  return text;
}

/** Something that JSON.stringify may write in another way. */
const DIFFERENT = Symbol("different");
/** Begins what stands for an empty map or list: those are on two lines, and JSON.stringify has them on one. */
const STAND = "\0";

/** A copy with its keys sorted. @param empty what is to be put in place of which text of it */
function sortedCopy(value: unknown, depth: number, empty: Map<string, string>): unknown {
  if (typeof value === "string") return value.startsWith(STAND) ? DIFFERENT : value;
  if (typeof value === "bigint" || typeof value === "symbol") return DIFFERENT;
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH || typeof (value as { toJSON?: unknown }).toJSON === "function") return DIFFERENT;
  return Array.isArray(value) ? copyOfList(value, depth, empty) : copyOfMap(value, depth, empty);
}

/** A map that holds itself has no end. */
const MAX_DEPTH = 500;

function copyOfList(values: readonly unknown[], depth: number, empty: Map<string, string>): unknown {
  if (values.length === 0) return standFor("[]", depth, empty);
  const copies: unknown[] = [];
  for (const value of values) {
    const copy = sortedCopy(value, depth + 1, empty);
    if (copy === DIFFERENT) return DIFFERENT;
    copies.push(copy);
  }
  return copies;
}

function copyOfMap(values: object, depth: number, empty: Map<string, string>): unknown {
  const copies: Record<string, unknown> = {};
  let isEmpty = true;
  for (const key of Object.keys(values).sort()) {
    // Keys that are numbers come first in every object, and one isn't a key.
    if (/^\d/.test(key) || key === "__proto__") return DIFFERENT;
    const copy = sortedCopy((values as Record<string, unknown>)[key], depth + 1, empty);
    if (copy === DIFFERENT) return DIFFERENT;
    if (copy === undefined || typeof copy === "function") continue;
    copies[key] = copy;
    isEmpty = false;
  }
  return isEmpty ? standFor("{}", depth, empty) : copies;
}

function standFor(brackets: "{}" | "[]", depth: number, empty: Map<string, string>): string {
  const stand = `${STAND}${brackets}${depth}`;
  empty.set(stand, `${brackets[0]}\n${"  ".repeat(depth)}${brackets[1]}`);
  return stand;
}

export = stableJson;
