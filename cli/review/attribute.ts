import type { Change } from "./plan";

/** The value of an attribute in a plan. It contains nothing about a sensitive value. */
export type Value =
  | { readonly state: "known"; readonly value: unknown }
  | { readonly state: "unknown" }
  | { readonly state: "sensitive" }
  | { readonly state: "absent" };

export type Path = readonly (string | number)[];

export interface Sides {
  readonly before: Value;
  readonly after: Value;
}

/**
 * An attribute before and after. It counts as sensitive on both sides when one side is marked, since a value that is
 * newly marked was the same secret before.
 */
export function attribute(change: Change, path: Path): Sides {
  if (isMarked(change.before_sensitive, path) || isMarked(change.after_sensitive, path)) {
    return { before: { state: "sensitive" }, after: { state: "sensitive" } };
  }
  return {
    before: valueAt(change.before, path),
    after: isUnknown(change.after_unknown, path) ? { state: "unknown" } : valueAt(change.after, path),
  };
}

/** The value, if it is known and a text. */
export function textOf(value: Value): string | undefined {
  return value.state === "known" && typeof value.value === "string" ? value.value : undefined;
}

/** Whether a `*_sensitive` or `after_unknown` tree marks anything at all. */
export function marksAnything(marks: unknown): boolean {
  return (
    marks === true ||
    (typeof marks === "object" && marks !== null && Object.values(marks).some(marksAnything))
  );
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** Whether two JSON values are equal. The order of keys doesn't matter. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) {
    return true;
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  const keys = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(other).length &&
    keys.every(
      (key) =>
        Object.hasOwn(other, key) &&
        isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  );
}

/** Whether the value, one of its parents, or a part of it is marked. */
function isMarked(marks: unknown, path: Path): boolean {
  const below = descend(marks, path);
  return below === MARKED || marksAnything(below);
}

function isUnknown(marks: unknown, path: Path): boolean {
  const below = descend(marks, path);
  return below === MARKED || below === true;
}

const MARKED = Symbol("marked above");

function descend(marks: unknown, path: Path): unknown {
  let below = marks;
  for (const key of path) {
    if (below === true) {
      return MARKED;
    }
    below = child(below, key);
  }
  return below;
}

function valueAt(root: unknown, path: Path): Value {
  const value = path.reduce(child, root);
  return value === undefined || value === null ? { state: "absent" } : { state: "known", value };
}

function child(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}
