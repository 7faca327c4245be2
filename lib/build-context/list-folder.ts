import fs from "node:fs";
import { BuildContextError, fileSystemError } from "./errors";
import type { FolderMatches, IgnoreRules } from "./ignore-rules";

/** An entry of the folder that the rules don't exclude. */
export interface Found {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: "file" | "directory" | "link";
}

/** The direct entries of a folder. */
export type Listing = readonly fs.Dirent[];

/** Reads a folder. @returns undefined when that is impossible; the code that needs the folder reports why */
export function listingOf(folder: string): Listing | undefined {
  try {
    return readFolder(folder);
  } catch {
    return undefined;
  }
}

/**
 * Whether a file may exist, as far as a listing shows. Some disks ignore case (`a` is `A`) or treat both Unicode forms
 * of `é` as equal.
 */
export function mayHold(listing: Listing | undefined, file: string): boolean {
  if (!listing || !/^[\w.-]+$/.test(file)) return true;
  const lower = file.toLowerCase();
  return listing.some(({ name }) => name.toLowerCase() === lower);
}

/**
 * Lists what `COPY . .` would see, as BuildKit walks a context (github.com/tonistiigi/fsutil, filter.go). An excluded
 * folder is included again when something below it is. Folders in which nothing can be included again are not opened.
 * @param listing of the root, if it was read already
 */
export function listFolder(root: string, rules: IgnoreRules, listing?: Listing): Found[] {
  const found: Found[] = [];
  visit(root, "", undefined, listing ?? readFolder(root));
  return found;

  function visit(
    absolute: string,
    prefix: string,
    parent: FolderMatches | undefined,
    entries: Listing,
  ): void {
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (!entry.isDirectory()) {
        if (rules.match(path, parent) === undefined)
          found.push({ path, kind: kindOf(entry, path, absolute) });
        continue;
      }
      const own: boolean[] = [];
      const ignored = rules.match(path, parent, own) !== undefined;
      if (ignored && !rules.mayReincludeBelow(path)) continue;
      if (!ignored) checkName(entry, absolute);
      const index = found.length;
      const folder = `${absolute}/${entry.name}`;
      visit(folder, `${path}/`, own, readFolder(folder));
      if (!ignored || found.length > index) found.push({ path, kind: "directory" });
    }
  }
}

function readFolder(absolute: string): Listing {
  try {
    return fs.readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    throw fileSystemError(absolute, error);
  }
}

function kindOf(entry: fs.Dirent, path: string, folder: string): "file" | "link" {
  checkName(entry, folder);
  if (entry.isFile()) return "file";
  if (entry.isSymbolicLink()) return "link";
  const what = entry.isSocket() ? "socket" : entry.isFIFO() ? "named pipe" : "device";
  throw new BuildContextError({
    code: "not-a-file",
    what: `The build context contains a ${what}: ${JSON.stringify(path)}.`,
    where: `${folder}/${entry.name}`,
    why: "It has no content that could go into an image.",
    fix: "Remove it, or leave it out with a line in .dockerignore.",
  });
}

/**
 * Node.js replaces bytes that are not UTF-8 by U+FFFD. Then only the bytes show whether the name really contains that
 * character.
 */
function checkName(entry: fs.Dirent, folder: string): void {
  if (!entry.name.includes("\uFFFD")) return;
  for (const name of fs.readdirSync(folder, { encoding: "buffer" })) {
    const text = name.toString("utf8");
    if (text !== entry.name || name.equals(Buffer.from(text))) continue;
    throw new BuildContextError({
      code: "name-not-utf8",
      what: `A name in the build context is not UTF-8: ${JSON.stringify(text)} (bytes ${name.toString("hex")}).`,
      where: folder,
      why: "Docker refuses it: paths go to the builder as UTF-8 text.",
      fix: "Rename it, or leave it out with a line in .dockerignore.",
    });
  }
}
