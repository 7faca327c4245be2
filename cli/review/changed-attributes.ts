import { compareTexts } from "../compare-texts";
import { asRecord, isSame, marksAnything } from "./attribute";
import type { Change } from "./plan";
import type { Resource } from "./stack";

/** The names of the attributes that an update or a replacement changes. */
export function changedAttributes({ action, change, configured }: Resource): string[] {
  const before = asRecord(change.before) ?? {};
  const after = asRecord(change.after) ?? {};
  const unknown = asRecord(change.after_unknown) ?? {};
  const forced = new Set((change.replace_paths ?? []).map(([name]) => String(name)));
  return names(before, after, unknown).filter((name) => {
    if (forced.has(name)) {
      return true;
    }
    if (marksAnything(unknown[name])) {
      // A value that AWS computes is not a change. An argument whose value is known after the apply is one. In a
      // replacement, values that AWS computes inside blocks are unknown too.
      const isArgument = configured?.args.has(name) ?? false;
      return isArgument && (action === "update" || unknown[name] === true);
    }
    return (
      !isSame(normal(before[name]), normal(after[name])) &&
      !(name === "tags_all" && !isSame(before.tags, after.tags))
    );
  });
}

/** The names of the attributes that were changed outside Terraform, as found by its refresh. */
export function driftedAttributes(change: Change): string[] {
  const before = asRecord(change.before) ?? {};
  const after = asRecord(change.after) ?? {};
  return names(before, after).filter((name) => !isSame(drifting(before[name]), drifting(after[name])));
}

function drifting(value: unknown): unknown {
  return normal(zeroless(value));
}

function names(...records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].sort(compareTexts);
}

/** Normalizes a value: there are many ways to write an empty value or zero, and many layouts of JSON. */
function normal(value: unknown): unknown {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? null : value.map(normal);
  }
  const fields = Object.entries(asRecord(value) ?? {}).flatMap(([key, field]) => {
    const one = normal(field);
    return one === null ? [] : [[key, one] as const];
  });
  if (fields.length > 0) {
    return Object.fromEntries(fields);
  }
  return typeof value === "object" || value === "" || value === undefined ? null : value;
}

/** Providers write null, false and 0 for one another when they read a resource again. */
function zeroless(value: unknown): unknown {
  if (value === false || value === 0) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map(zeroless);
  }
  const record = asRecord(value);
  return record
    ? Object.fromEntries(Object.entries(record).map(([key, field]) => [key, zeroless(field)]))
    : value;
}
