import fs from "node:fs";
import * as path from "node:path";
import type { ContextEntry, StagedEntry } from "./context-entry";
import { hashOfFile } from "./file-content";

/** The mode of staged folders, independent of the umask: Lambda runs the code as a user who doesn't own it. */
export const FOLDER_MODE = 0o755;

export function fileMode({ executable }: { readonly executable: boolean }): number {
  return executable ? 0o755 : 0o644;
}

/**
 * Whether a folder contains exactly the staged entries. Sizes and kinds are always checked. Content, modes and extra
 * files are checked only where something changed since the folder was last known to be complete.
 * @param known that time, in the unit of `lstat`; -Infinity to read everything
 * @returns the latest time of change; undefined when something differs or can't be read
 */
export function wholeSince(root: string, entries: readonly StagedEntry[], known: number): number | undefined {
  let latest = Number.NEGATIVE_INFINITY;
  let counts: ReadonlyMap<string, number> | undefined;

  const isRight = (absolute: string, contextPath: string, entry: ContextEntry | undefined): boolean => {
    const stat = fs.lstatSync(absolute, { throwIfNoEntry: false });
    if (!stat || !isOfKind(stat, entry)) return false;
    latest = Math.max(latest, stat.ctimeMs);
    if (stat.ctimeMs <= known && stat.mtimeMs <= known) return true;
    if (entry?.kind === "link") return fs.readlinkSync(absolute) === entry.target;
    if (!hasMode(stat, entry?.kind === "file" ? fileMode(entry) : FOLDER_MODE)) return false;
    if (entry?.kind === "file") return hashOfFile(absolute) === entry.hash;
    counts ??= countsOf(entries);
    return fs.readdirSync(absolute).length === (counts.get(contextPath) ?? 0);
  };

  try {
    if (!isRight(root, "", undefined)) return undefined;
    for (const { entry } of entries) {
      if (!isRight(`${root}/${entry.path}`, entry.path, entry)) return undefined;
    }
    return latest;
  } catch {
    return undefined;
  }
}

function isOfKind(stat: fs.Stats, entry: ContextEntry | undefined): boolean {
  switch (entry?.kind) {
    case "file":
      return stat.isFile() && stat.size === entry.size;
    case "link":
      return stat.isSymbolicLink();
    default:
      return stat.isDirectory();
  }
}

/** Windows doesn't have these modes. */
function hasMode(stat: fs.Stats, mode: number): boolean {
  return process.platform === "win32" || (stat.mode & 0o7777) === mode;
}

/** How many entries each folder has; "" is the root. */
function countsOf(entries: readonly StagedEntry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { entry } of entries) {
    const folder = path.posix.dirname(entry.path);
    const key = folder === "." ? "" : folder;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
