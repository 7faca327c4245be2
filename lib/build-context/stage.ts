import { randomBytes } from "node:crypto";
import fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { StagedEntry } from "./context-entry";
import { errorCode } from "./errors";
import { bytesOf, copyLarge, isLarge } from "./file-content";
import { sha256 } from "./sha256";

/** Writes the entries to `<parent>/<name>` unless it is there. Whole or not at all: the name appears by one rename. */
export function stageEntries(parent: string, name: string, entries: readonly StagedEntry[]): string {
  const target = path.join(parent, name);
  if (fs.existsSync(target)) return target;
  const temporary = makeTemporary(parent);
  try {
    const exact = (fs.statSync(temporary).mode & 0o7777) === FOLDER_MODE;
    if (!exact) fs.chmodSync(temporary, FOLDER_MODE);
    for (const staged of entries) write(staged, `${temporary}/${staged.entry.path}`, exact);
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

const FOLDER_MODE = 0o755;

/** @param exact whether what is made gets the mode that it is made with, as far as FOLDER_MODE goes: nothing masks it */
function write({ entry, content }: StagedEntry, to: string, exact: boolean): void {
  if (entry.kind === "link") {
    fs.symlinkSync(entry.target, to);
  } else if (entry.kind === "directory") {
    fs.mkdirSync(to, FOLDER_MODE);
    if (!exact) fs.chmodSync(to, FOLDER_MODE);
  } else if (content) {
    const mode = content.executable ? 0o755 : 0o644;
    if (isLarge(content)) {
      copyLarge(content, to);
      fs.chmodSync(to, mode);
    } else {
      writeFile(to, bytesOf(content), mode, exact);
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

let made = 0;

function makeTemporary(parent: string): string {
  thisRun ??= `${thisHost()}-${process.pid}-${randomBytes(6).toString("hex")}`;
  const temporary = path.join(parent, `${PREFIX}${thisRun}-${made++}`);
  try {
    fs.mkdirSync(temporary, FOLDER_MODE);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    fs.mkdirSync(parent, { recursive: true });
    fs.mkdirSync(temporary, FOLDER_MODE);
  }
  removeLeftovers(parent);
  return temporary;
}

/** Told by the first folder that is made. */
let thisRun: string | undefined;

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
  return sha256(os.hostname()).slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
