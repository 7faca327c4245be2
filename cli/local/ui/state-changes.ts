import { isDeepStrictEqual } from "node:util";
import type { ResourceChange } from "./messages";
import type { Attributes, State } from "./state";

/** Arguments whose values are shown: they can't be secret, and say more than their name. */
const SHOWN = new Set([
  "memory_size",
  "timeout",
  "image_uri",
  "reserved_concurrent_executions",
  "visibility_timeout_seconds",
]);
/** What changes by itself. */
const UNIMPORTANT = new Set([
  "last_modified",
  "qualified_arn",
  "code_sha256",
  "source_code_hash",
  "id",
  "etag",
  "version",
  // What a role has as resources of its own (aws_iam_role_policy) is read into it by the next plan.
  "inline_policy",
  "managed_policy_arns",
]);
/** The inputs of an image, by both builders: file → hash, option → value. */
const TRIGGERS = /^triggers(_replace)?$/;
const LONGEST = 8;

/** What is different between two states of a stack. */
export function stateChanges(before: State, after: State): ResourceChange[] {
  const [old, now] = [resources(before), resources(after)];
  const removed = [...old.keys()].filter((address) => !now.has(address));
  return [
    ...[...now].flatMap(([address, attributes]): ResourceChange[] => {
      const previous = old.get(address);
      if (previous === undefined) return [{ address, action: "created", details: [] }];
      const details = changedArguments(previous, attributes);
      return details.length === 0 ? [] : [{ address, action: "changed", details: shortened(details) }];
    }),
    ...removed.map((address): ResourceChange => ({ address, action: "removed", details: [] })),
  ];
}

function resources({ resources = [] }: State): Map<string, Attributes> {
  return new Map(
    resources
      .filter(({ mode }) => mode === "managed")
      .flatMap(({ module, type, name, instances }) =>
        instances.map(
          ({ index_key: key, attributes = {} }) =>
            [
              [...(module === undefined ? [] : [module]), type, name].join(".") +
                (key === undefined ? "" : `[${JSON.stringify(key)}]`),
              attributes,
            ] as const,
        ),
      ),
  );
}

function changedArguments(before: Attributes, after: Attributes): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => !UNIMPORTANT.has(name) && !isSame(before[name], after[name]))
    .flatMap((name) => {
      if (TRIGGERS.test(name)) return changedFiles(triggers(before[name]), triggers(after[name]));
      return SHOWN.has(name) ? [`${name}: ${short(before[name])} → ${short(after[name])}`] : [name];
    });
}

/** The provider reads what is unset as null the first time, and as an empty list or object the next. */
function isSame(before: unknown, after: unknown): boolean {
  return (isEmpty(before) && isEmpty(after)) || isDeepStrictEqual(before, after);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}

/** The files of an image. Its options begin with `--`. */
function changedFiles(before: Attributes, after: Attributes): string[] {
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (file) => !file.startsWith("--") && before[file] !== after[file],
  );
  return files
    .sort()
    .map(
      (file) =>
        `${file}${before[file] === undefined ? " (new)" : after[file] === undefined ? " (removed)" : ""}`,
    );
}

/** With the docker CLI builder the value stands beside its type. */
function triggers(value: unknown): Attributes {
  const object = typeof value === "object" && value !== null ? (value as Attributes) : {};
  return typeof object.value === "object" && object.value !== null ? (object.value as Attributes) : object;
}

/** A digest has 64 digits, of which nobody compares more than the first. */
function short(value: unknown): string {
  return String(value ?? "none").replace(/^.*@sha256:([0-9a-f]{12})[0-9a-f]+$/, "sha256:$1");
}

function shortened(details: readonly string[]): string[] {
  const more = details.length - LONGEST;
  return more > 0 ? [...details.slice(0, LONGEST), `and ${more} more`] : [...details];
}
