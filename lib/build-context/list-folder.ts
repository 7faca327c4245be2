import fs from "node:fs";
import { BuildContextError, fileSystemError } from "./errors";
import type { FolderMatches, IgnoreRules } from "./ignore-rules";

/** What was met in the folder, and what the rules leave of it. */
export interface Found {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: "file" | "directory" | "link";
}

/** All that a folder itself holds. */
export type Listing = readonly fs.Dirent[];

/** Reads a folder. @returns undefined when that is impossible; whoever needs it will say why */
export function listingOf(folder: string): Listing | undefined {
  try {
    return readFolder(folder);
  } catch {
    return undefined;
  }
}

/** Whether a listing leaves it open that there is a file. There are disks for which `a` is `A`, and `é` of one letter that of two. */
export function mayHold(listing: Listing | undefined, file: string): boolean {
  if (!listing || !/^[\w.-]+$/.test(file)) return true;
  const lower = file.toLowerCase();
  return listing.some(({ name }) => name.toLowerCase() === lower);
}

/**
 * Lists what `COPY . .` would see, as BuildKit walks a context (github.com/tonistiigi/fsutil, filter.go): a folder that is
 * left out comes back when something below it is kept. Folders where nothing can come back are not opened.
 * @param listing of the root, if it is there already
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
    what: `The build context holds a ${what}: ${JSON.stringify(path)}.`,
    where: `${folder}/${entry.name}`,
    why: "It has no content that could go into an image.",
    fix: "Remove it, or leave it out with a line in .dockerignore.",
  });
}

/** Node puts U+FFFD for bytes that are no UTF-8; then only the bytes tell whether the name really holds that character. */
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
