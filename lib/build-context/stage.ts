import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { StagedEntry } from "./context-entry";
import { changedWhileReading, errorCode } from "./errors";
import { stampOf } from "./read-content";

/** Writes the entries to `<parent>/<name>` unless it is there. Whole or not at all: the name appears by one rename. */
export function stageEntries(
  parent: string,
  name: string,
  source: string,
  entries: readonly StagedEntry[],
): string {
  const target = path.join(parent, name);
  if (fs.existsSync(target)) return target;
  fs.mkdirSync(parent, { recursive: true });
  removeLeftovers(parent);
  const temporary = path.join(
    parent,
    `${PREFIX}${thisHost()}-${process.pid}-${randomBytes(6).toString("hex")}`,
  );
  try {
    makeFolder(temporary);
    for (const staged of entries) write(staged, source, temporary);
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { recursive: true, force: true });
    const code = errorCode(error);
    // Another run was faster; the same name means the same bytes.
    if ((code === "ENOTEMPTY" || code === "EEXIST") && fs.statSync(target).isDirectory()) return target;
    throw error;
  }
  return target;
}

function write({ entry, content, stamp }: StagedEntry, source: string, root: string): void {
  const to = `${root}/${entry.path}`;
  if (entry.kind === "directory") makeFolder(to);
  else if (entry.kind === "link") fs.symlinkSync(entry.target, to);
  else if (content) writeFile(to, content, entry.executable ? 0o755 : 0o644);
  else copyFile(`${source}/${entry.path}`, to, entry.executable ? 0o755 : 0o644, stamp);
}

function writeFile(to: string, content: Buffer, mode: number): void {
  const descriptor = fs.openSync(to, "wx", mode);
  try {
    for (let done = 0; done < content.length; ) done += fs.writeSync(descriptor, content, done);
    // The mode given to open passes through the umask.
    fs.fchmodSync(descriptor, mode);
  } finally {
    fs.closeSync(descriptor);
  }
}

function copyFile(from: string, to: string, mode: number, stamp: string | undefined): void {
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);
  } catch (error) {
    // The disk of the staged folder may be full: that is no problem of the context.
    if (errorCode(error) !== "ENOENT") throw error;
    throw changedWhileReading(from, error);
  }
  fs.chmodSync(to, mode);
  const now = fs.lstatSync(from, { bigint: true, throwIfNoEntry: false });
  if (now === undefined || stampOf(now) !== stamp) throw changedWhileReading(from);
}

function makeFolder(folder: string): void {
  fs.mkdirSync(folder);
  fs.chmodSync(folder, 0o755);
}

const PREFIX = ".staging-";
const LEFTOVER = /^\.staging-([0-9a-f]+)-(\d+)-/;
const DAY = 24 * 60 * 60 * 1000;
const cleaned = new Set<string>();

/** Removes what runs left behind that did not come to their end: once a process, and never what a living one may be writing. */
function removeLeftovers(parent: string): void {
  if (cleaned.has(parent)) return;
  cleaned.add(parent);
  for (const name of fs.readdirSync(parent)) {
    const [, host, pid] = LEFTOVER.exec(name) ?? [];
    if (host === undefined || pid === undefined) continue;
    const folder = path.join(parent, name);
    const age = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    // Another machine's processes can't be asked (a folder shared by containers), so there only age tells.
    if ((host !== thisHost() || isAlive(Number(pid))) && age < DAY) continue;
    try {
      fs.rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run removes it too, or it belongs to another user: neither is a reason to stop.
    }
  }
}

function thisHost(): string {
  return createHash("sha256").update(os.hostname()).digest("hex").slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
