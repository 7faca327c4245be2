import fs from "node:fs";
import { BuildContextError, fileSystemError } from "./errors";
import type { FolderMatches, IgnoreRules } from "./ignore-rules";

/** What was met in the folder, and what the rules leave of it. */
export interface Found {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: "file" | "directory" | "link";
}

/**
 * Lists what `COPY . .` would see, as BuildKit walks a context (github.com/tonistiigi/fsutil, filter.go): a folder that is
 * left out comes back when something below it is kept. Folders where nothing can come back are not opened.
 */
export function listFolder(root: string, rules: IgnoreRules): Found[] {
  const found: Found[] = [];
  visit(root, "", undefined);
  return found;

  function visit(absolute: string, prefix: string, parent: FolderMatches | undefined): void {
    for (const entry of readFolder(absolute)) {
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
      visit(`${absolute}/${entry.name}`, `${path}/`, own);
      if (!ignored || found.length > index) found.push({ path, kind: "directory" });
    }
  }
}

function readFolder(absolute: string): fs.Dirent[] {
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
