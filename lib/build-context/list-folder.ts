import fs from "node:fs";
import { BuildContextError, fileSystemError } from "./errors";
import type { FolderMatches, IgnoreRules } from "./ignore-rules";
import { followLink, SymlinkFollowMode } from "./link";

/** An entry of the folder that the rules don't exclude. */
export interface Found {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: "file" | "directory" | "link";
  /** The file that a followed link points to. @default - the file at the path */
  readonly real?: string;
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
 * @param follow the links that are listed as what they point to
 */
export function listFolder(
  root: string,
  rules: IgnoreRules,
  listing?: Listing,
  follow: SymlinkFollowMode = SymlinkFollowMode.BLOCK_EXTERNAL,
): Found[] {
  const found: Found[] = [];
  /** The real paths of followed folders around the current one. */
  const around: string[] = [];
  visit(root, "", undefined, listing ?? readFolder(root));
  return found;

  function enter(real: string, path: string): void {
    if (around.includes(real) || `${fs.realpathSync(root)}/${path}`.startsWith(`${real}/`))
      throw loop(root, path);
    around.push(real);
  }

  function visit(
    absolute: string,
    prefix: string,
    parent: FolderMatches | undefined,
    entries: Listing,
  ): void {
    for (const entry of entries) {
      const path = prefix + entry.name;
      const followed = entry.isSymbolicLink() ? followLink(root, path, follow) : undefined;
      if (!entry.isDirectory() && followed?.kind !== "directory") {
        if (rules.match(path, parent) !== undefined) continue;
        const kind = kindOf(entry, path, absolute);
        found.push(followed ? { path, kind: "file", real: followed.real } : { path, kind });
        continue;
      }
      const own: boolean[] = [];
      const ignored = rules.match(path, parent, own) !== undefined;
      if (ignored && !rules.mayReincludeBelow(path)) continue;
      if (!ignored) checkName(entry, absolute);
      const index = found.length;
      const folder = `${absolute}/${entry.name}`;
      if (followed) enter(followed.real, path);
      visit(folder, `${path}/`, own, readFolder(folder));
      if (followed) around.pop();
      if (!ignored || found.length > index) found.push({ path, kind: "directory" });
    }
  }
}

function loop(root: string, path: string): BuildContextError {
  return new BuildContextError({
    code: "link-loop",
    what: `The link ${JSON.stringify(path)} points to a folder that contains it.`,
    where: `${root}/${path}`,
    why: "The folder would contain itself, without an end.",
    fix: "Leave the link out with a line in .dockerignore.",
  });
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
