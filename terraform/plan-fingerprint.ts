import { createHash } from "node:crypto";

/** The part of `terraform show -json <plan>` that is read here. Format version 1. */
interface Plan {
  readonly timestamp?: string;
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
}

interface ResourceChange {
  readonly address: string;
  readonly deposed?: string;
  readonly previous_address?: string;
  readonly change: Change;
}

interface Change {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** `true` in the place of each value that is known only after the apply. */
  readonly after_unknown?: unknown;
  /** `true` in the place of each sensitive value. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly importing?: unknown;
}

/**
 * Tells two plans apart by what they would do: the same changes of the same resources have the same fingerprint, whenever and
 * wherever they were planned. It is a hash of what a reviewer can see of each change: its address, its actions, and the
 * attributes that change, with the values before and after.
 *
 * Not in it: values known only after the apply; the time of the plan, which is in the tags of new images; and sensitive
 * values, since a fingerprint is shown and a short secret could be guessed from it.
 */
export function planFingerprint(json: string): string {
  const plan = JSON.parse(json) as Plan;
  const changes = {
    resources: (plan.resource_changes ?? []).filter(isChange).map(describeResource),
    outputs: Object.entries(plan.output_changes ?? {})
      .filter(([, change]) => !isNothing(change))
      .map(([name, change]) => ({ name, ...describe(change) })),
  };
  return createHash("sha256")
    .update(withoutTime(canonical(changes), plan.timestamp))
    .digest("hex");
}

function isChange({ change, previous_address }: ResourceChange): boolean {
  return !isNothing(change) || previous_address !== undefined || change.importing != null;
}

function isNothing({ actions }: Change): boolean {
  return actions.every((action) => action === "no-op");
}

function describeResource({ address, deposed, previous_address, change }: ResourceChange) {
  return {
    address,
    deposed,
    previous_address,
    importing: change.importing,
    // What is destroyed, should another thing have come to stand at this address.
    destroys: change.actions.includes("delete") ? idOf(change) : undefined,
    ...describe(change),
  };
}

function describe(change: Change) {
  const before = masked(change.before, change.before_sensitive);
  const after = masked(change.after, change.after_sensitive, change.after_unknown);
  return {
    actions: change.actions,
    attributes: change.actions.includes("create") || change.actions.includes("update") ? diff() : undefined,
  };

  function diff(): unknown {
    if (!isRecord(before) || !isRecord(after)) {
      return isRecord(after) ? after : { before, after };
    }
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return Object.fromEntries(names.filter(changes).map((name) => [name, values(name)]));
  }

  /** The values themselves, since a sensitive one that changes is seen to change. */
  function changes(name: string): boolean {
    return (
      canonical(member(change.before, name)) !== canonical(member(change.after, name)) ||
      canonical(member(after, name)).includes(UNKNOWN)
    );
  }

  /** The old value of an attribute that is computed says nothing: it can be the time of the last change. */
  function values(name: string): unknown {
    const value = member(after, name);
    return value === UNKNOWN ? value : [member(before, name), value];
  }
}

const UNKNOWN = "(known after apply)";
const SENSITIVE = "(sensitive)";

/** A value with its sensitive and unknown parts replaced by words. */
function masked(value: unknown, sensitive: unknown, unknown?: unknown): unknown {
  if (unknown === true) {
    return UNKNOWN;
  }
  if (sensitive === true) {
    return SENSITIVE;
  }
  if (Array.isArray(value) || Array.isArray(unknown)) {
    const length = Math.max(lengthOf(value), lengthOf(unknown));
    return Array.from({ length }, (_, index) =>
      masked(member(value, index), member(sensitive, index), member(unknown, index)),
    );
  }
  if (isRecord(value) || isRecord(unknown)) {
    const names = new Set([...Object.keys(value ?? {}), ...Object.keys(unknown ?? {})]);
    return Object.fromEntries(
      [...names].map((name) => [
        name,
        masked(member(value, name), member(sensitive, name), member(unknown, name)),
      ]),
    );
  }
  return value;
}

function idOf({ before, before_sensitive }: Change): unknown {
  return member(masked(before, before_sensitive), "id");
}

function member(value: unknown, name: string | number): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string | number, unknown>)[name]
    : undefined;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON with the keys in one order, and without what is not set. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part) =>
    isRecord(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, member]) => member != null)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );
}

/** The time of a plan as RFC 3339 and as it stands in the tags of images (lib/image/docker-provider-builder.ts). */
function withoutTime(text: string, timestamp: string | undefined): string {
  return timestamp === undefined
    ? text
    : text.replaceAll(timestamp, "(time)").replaceAll(timestamp.replace(/\D/g, ""), "(time)");
}
