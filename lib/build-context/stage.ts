import fs from "node:fs";
import * as path from "node:path";
import type { StagedEntry } from "./context-entry";
import { errorCode } from "./errors";
import { bytesOf, copyLarge, isLarge } from "./file-content";
import type { StagedMarks } from "./staged-marks";
import { makeTemporary, removeFolder, removeLeftovers } from "./temporary-folder";
import { FOLDER_MODE, fileMode, wholeSince } from "./whole-folder";

/**
 * Writes the entries to `<parent>/<name>`, unless they are there, complete and unchanged. The folder is never visible half written:
 * it appears by one rename, and disappears by one.
 * @param marks when existing folders were last known to be complete
 * @default - they are read
 */
export function stageEntries(
  parent: string,
  name: string,
  entries: readonly StagedEntry[],
  marks?: StagedMarks,
): string {
  const target = path.join(parent, name);
  const found = fs.lstatSync(target, { throwIfNoEntry: false });
  if (found) {
    const known = marks?.timeOf(name, found) ?? Number.NEGATIVE_INFINITY;
    const latest = wholeSince(target, entries, known);
    if (latest !== undefined) {
      marks?.set(name, found, Math.max(known, latest));
      return target;
    }
  }
  const temporary = makeTemporary(parent, FOLDER_MODE);
  try {
    const exact = (fs.statSync(temporary).mode & 0o7777) === FOLDER_MODE;
    if (!exact) fs.chmodSync(temporary, FOLDER_MODE);
    for (const staged of entries) write(staged, `${temporary}/${staged.entry.path}`, exact);
    // Not a folder that another run has put there in the meantime.
    if (found && fs.lstatSync(target, { throwIfNoEntry: false })?.ino === found.ino) removeFolder(target);
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { recursive: true, force: true });
    const code = errorCode(error);
    // Another run was faster; the same name means the same bytes.
    if ((code === "ENOTEMPTY" || code === "EEXIST") && fs.statSync(target).isDirectory()) return target;
    throw error;
  }
  if (marks) {
    // The rename was the last change, so nothing in the folder has a later time than the folder itself.
    const stat = fs.lstatSync(target);
    marks.set(name, stat, stat.ctimeMs);
  }
  return target;
}

/**
 * Removes contexts that are no longer part of the stack, and what stopped runs left behind. The stack's folder may be
 * uploaded as a whole.
 */
export function removeOthers(parent: string, names: ReadonlySet<string>): void {
  removeLeftovers(parent);
  for (const name of fs.readdirSync(parent).filter((name) => HASH.test(name) && !names.has(name))) {
    removeFolder(path.join(parent, name));
  }
}

const HASH = /^[0-9a-f]{64}$/;

/**
 * @param exact whether new files and folders get exactly the mode they are created with (the umask hides no bit of
 * FOLDER_MODE)
 */
function write({ entry, content }: StagedEntry, to: string, exact: boolean): void {
  if (entry.kind === "link") {
    fs.symlinkSync(entry.target, to);
  } else if (entry.kind === "directory") {
    fs.mkdirSync(to, FOLDER_MODE);
    if (!exact) fs.chmodSync(to, FOLDER_MODE);
  } else if (content) {
    if (isLarge(content)) {
      copyLarge(content, to);
      fs.chmodSync(to, fileMode(content));
    } else {
      writeFile(to, bytesOf(content), fileMode(content), exact);
    }
  }
}

function writeFile(to: string, content: Buffer, mode: number, exact: boolean): void {
  const descriptor = fs.openSync(to, "wx", mode);
  try {
    for (let done = 0; done < content.length; ) done += fs.writeSync(descriptor, content, done);
    if (!exact) fs.fchmodSync(descriptor, mode);
  } finally {
    fs.closeSync(descriptor);
  }
}
