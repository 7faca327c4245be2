import { randomBytes } from "node:crypto";
import fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { removeIfPossible } from "../remove-if-possible";
import { sha256 } from "../sha256";
import { errorCode } from "./errors";

/** Makes a folder of this process alone. It is renamed when its content is complete. */
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

/** Renames a folder, then removes it. So a run that is stopped halfway leaves nothing that looks complete. */
export function removeFolder(folder: string): void {
  const away = temporaryName(path.dirname(folder));
  try {
    fs.renameSync(folder, away);
  } catch (error) {
    // Another run has removed it.
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  removeIfPossible(away);
}

const cleaned = new Set<string>();

/**
 * Removes what stopped runs left behind. It does so once per process, and never removes a folder that a running process
 * may be writing.
 */
export function removeLeftovers(parent: string): void {
  if (cleaned.has(parent)) return;
  cleaned.add(parent);
  for (const name of fs.readdirSync(parent)) {
    const [, host, pid] = LEFTOVER.exec(name) ?? [];
    if (host === undefined || pid === undefined) continue;
    const folder = path.join(parent, name);
    const age = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    // The state of a process on another machine (a folder shared by containers) can't be checked, so there only the age
    // decides.
    if ((host !== thisHost() || isAlive(Number(pid))) && age < DAY) continue;
    removeIfPossible(folder);
  }
}

const LEFTOVER = /^\.staging-([0-9a-f]+)-(\d+)-/;
const DAY = 24 * 60 * 60 * 1000;

let made = 0;
/** Set when the first folder is made. */
let thisRun: string | undefined;

function temporaryName(parent: string): string {
  thisRun ??= `${thisHost()}-${process.pid}-${randomBytes(6).toString("hex")}`;
  return path.join(parent, `.staging-${thisRun}-${made++}`);
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
