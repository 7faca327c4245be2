import { asRecord, isSame, marksAnything } from "./attribute";
import { compareTexts } from "./collections";
import type { Change } from "./plan";
import type { Resource } from "./stack";

/** Names of the attributes that an update or a replacement changes. */
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
      // What AWS will answer is not a change; an argument whose value comes with the apply is one. In a replacement, what AWS
      // fills into a block is unknown too.
      const isArgument = configured?.args.has(name) ?? false;
      return isArgument && (action === "update" || unknown[name] === true);
    }
    return (
      !isSame(normal(before[name]), normal(after[name])) &&
      !(name === "tags_all" && !isSame(before.tags, after.tags))
    );
  });
}

/** Names of the attributes that were changed outside Terraform, as its refresh found them. */
export function driftedAttributes(change: Change): string[] {
  const before = asRecord(change.before) ?? {};
  const after = asRecord(change.after) ?? {};
  return names(before, after).filter((name) => !isSame(normal(before[name]), normal(after[name])));
}

function names(...records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].sort(compareTexts);
}

/** A refresh tells "nothing" in many ways, and JSON in many layouts. */
function normal(value: unknown): unknown {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  const empty =
    value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return empty || value === undefined ? null : value;
}
