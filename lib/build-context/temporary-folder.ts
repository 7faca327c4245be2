import { randomBytes } from "node:crypto";
import fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { errorCode } from "./errors";
import { sha256 } from "./sha256";

/** Makes a folder that nobody else uses, for what is to be renamed when all of it is there. */
export function makeTemporary(parent: string, mode: number): string {
  const temporary = temporaryName(parent);
  try {
    fs.mkdirSync(temporary, mode);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    fs.mkdirSync(parent, { recursive: true });
    fs.mkdirSync(temporary, mode);
  }
  removeLeftovers(parent);
  return temporary;
}

/** Removes a folder, by another name first: a run that is stopped halfway leaves nothing that looks as if it were whole. */
export function removeFolder(folder: string): void {
  const away = temporaryName(path.dirname(folder));
  try {
    fs.renameSync(folder, away);
  } catch (error) {
    // Another run has removed it.
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  removeAway(away);
}

const cleaned = new Set<string>();

/** Removes what runs left behind that did not come to their end: once a process, and never what a living one may be writing. */
export function removeLeftovers(parent: string): void {
  if (cleaned.has(parent)) return;
  cleaned.add(parent);
  for (const name of fs.readdirSync(parent)) {
    const [, host, pid] = LEFTOVER.exec(name) ?? [];
    if (host === undefined || pid === undefined) continue;
    const folder = path.join(parent, name);
    const age = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    // Another machine's processes can't be asked (a folder shared by containers), so there only age tells.
    if ((host !== thisHost() || isAlive(Number(pid))) && age < DAY) continue;
    removeAway(folder);
  }
}

const LEFTOVER = /^\.staging-([0-9a-f]+)-(\d+)-/;
const DAY = 24 * 60 * 60 * 1000;

let made = 0;
/** Told by the first folder that is made. */
let thisRun: string | undefined;

function temporaryName(parent: string): string {
  thisRun ??= `${thisHost()}-${process.pid}-${randomBytes(6).toString("hex")}`;
  return path.join(parent, `.staging-${thisRun}-${made++}`);
}

function removeAway(folder: string): void {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another run removes it too, or it belongs to another user: neither is a reason to stop.
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
