import { posix } from "node:path";
import type { ContextEntry } from "../build-context/context-entry";
import { sha256 } from "../sha256";
import { literal } from "../terraform-text";
import type { ImageInputs } from "./build-options";

/** More lines than this are not useful in a plan. */
const MAX_ENTRIES = 200;
/** Enough digits of a SHA-256 to distinguish two versions of a file by eye. */
const SHORT_HASH = 12;

/**
 * The triggers of an image, which a plan shows when they change: each file of the context with a short hash
 * (`lambda_function.py` → `1f3a…`), each option with its value (`--platform` → `linux/amd64`). A context of very many
 * files has one trigger per top-level entry (`src/`).
 * @param folders the entries of each named context that is a folder
 */
export function imageTriggers(
  entries: readonly ContextEntry[],
  options: ImageInputs,
  folders: ReadonlyMap<string, readonly ContextEntry[]> = new Map(),
): Record<string, string> {
  return Object.fromEntries(
    [...fileTriggers(entries), ...optionTriggers(options), ...contextTriggers(options, folders)].map(
      ([key, value]) => [literal(key), literal(value)],
    ),
  );
}

type Trigger = readonly [key: string, value: string];

/** The options that are left out of the triggers (`invalidation`), in the same form. */
export function untriggeredOptions(options: ImageInputs, inputs: ImageInputs): Record<string, string> {
  const left = new Set(optionTriggers(inputs).map(([key]) => key));
  const contexts = inputs.buildContexts ? [] : contextTriggers(options, new Map());
  return Object.fromEntries(
    [...optionTriggers(options).filter(([key]) => !left.has(key)), ...contexts].map(([key, value]) => [
      literal(key),
      literal(value),
    ]),
  );
}

function fileTriggers(entries: readonly ContextEntry[]): Trigger[] {
  const listed = withoutFullFolders(entries);
  return listed.length <= MAX_ENTRIES ? listed.map(trigger) : topLevelTriggers(listed);
}

/** Drops folders that are not empty: their files stand for them. */
function withoutFullFolders(entries: readonly ContextEntry[]): readonly ContextEntry[] {
  const full = new Set(entries.map(({ path }) => posix.dirname(path)));
  return entries.filter(({ kind, path }) => kind !== "directory" || !full.has(path));
}

function trigger(entry: ContextEntry): Trigger {
  const name = entry.path.startsWith("--") ? `./${entry.path}` : entry.path;
  switch (entry.kind) {
    case "directory":
      return [`${name}/`, "empty"];
    case "link":
      return [name, `-> ${entry.target}`];
    case "file":
      return [name, entry.hash.slice(0, SHORT_HASH) + (entry.executable ? " +x" : "")];
  }
}

function topLevelTriggers(entries: readonly ContextEntry[]): Trigger[] {
  const groups = new Map<string, ContextEntry[]>();
  for (const entry of entries) {
    const top = entry.path.split("/", 1)[0] as string;
    const group = groups.get(top);
    if (group) group.push(entry);
    else groups.set(top, [entry]);
  }
  return [...groups].map(([top, group]) => {
    const [only] = group;
    if (only?.path === top && group.length === 1) {
      return trigger(only);
    }
    const hash = sha256(JSON.stringify(group.map(trigger)));
    return [`${top}/`, `${hash.slice(0, SHORT_HASH)} (${group.length} files)`];
  });
}

/** The options, named as on the docker command line. A file's key never begins with `--`. */
function optionTriggers(options: ImageInputs): Trigger[] {
  return [
    ["--file", options.dockerfile],
    ["--platform", options.platform],
    ...(options.target === undefined ? [] : [["--target", options.target] as const]),
    ...Object.entries(options.buildArgs).map(([name, value]) => [`--build-arg ${name}`, value] as const),
    ...Object.entries(options.buildSecrets).map(
      ([id, { kind, value }]) => [`--secret ${id}`, `${kind}=${value}`] as const,
    ),
    ...(options.buildSsh === undefined ? [] : [["--ssh", options.buildSsh] as const]),
    ...(options.networkMode === undefined ? [] : [["--network", options.networkMode] as const]),
    ...Object.entries(options.labels ?? {}).map(([key, value]) => [`--label ${key}`, value] as const),
    // Not an option of docker.
    ...(options.extraHash === undefined ? [] : [["--extra-hash", options.extraHash] as const]),
  ];
}

/** Of each named context its files, or its image. A name has no space, so no two keys are equal. */
function contextTriggers(
  { buildContexts = {} }: ImageInputs,
  folders: ReadonlyMap<string, readonly ContextEntry[]>,
): Trigger[] {
  return Object.entries(buildContexts).flatMap(([name, value]): Trigger[] => {
    const key = `--build-context ${name}`;
    const entries = folders.get(name);
    return entries ? fileTriggers(entries).map(([file, hash]) => [`${key} ${file}`, hash]) : [[key, value]];
  });
}
