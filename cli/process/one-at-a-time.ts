import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withCleanUp } from "./clean-up";
import { isAlive, startOf } from "./is-alive";
import { whileShown } from "./progress";
import { readIfThere } from "./read-if-there";
import { log } from "./steps";

const LOOK_AGAIN_MILLISECONDS = 200;
/** A file without a process id is being written, or its writer was killed. */
const WRITTEN_MILLISECONDS = 5_000;

/**
 * Runs something that only one command of a checkout may do at a time. Others wait for it.
 * @param file exists while a command does it, with the id and the start of its process
 * @param what what the command does, for the line that says what is waited for
 */
export async function oneAtATime<T>(file: string, what: string, run: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(file), { recursive: true });
  const own = processText(process.pid);
  if (!take(file, own)) {
    log(`Waiting for ${what}: the process in ${path.relative(".", file)}. If none runs, delete that file`);
    await whileShown(`Waiting for ${what}`, async () => {
      while (!take(file, own)) {
        await sleep(LOOK_AGAIN_MILLISECONDS);
      }
    });
  }
  const release = () => {
    if (readIfThere(file) === own) rmSync(file, { force: true });
  };
  return await withCleanUp(release, run);
}

/** @returns whether this command has the file now */
function take(file: string, own: string): boolean {
  const holder = readIfThere(file);
  if (isLeft(file, holder, own)) {
    const away = `${file}.${process.pid}`;
    try {
      renameSync(file, away);
      // Another command may have taken the place of the ended one in the meantime.
      if (readIfThere(away) !== holder) {
        renameSync(away, file);
        return false;
      }
      rmSync(away);
    } catch {
      return false;
    }
  }
  try {
    writeFileSync(file, own, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Whether the command that wrote the file was killed. */
function isLeft(file: string, holder: string, own: string): boolean {
  const pid = Number(holder.split(" ")[0]);
  if (!(pid > 0)) {
    const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    return written !== undefined && written < Date.now() - WRITTEN_MILLISECONDS;
  }
  // Without the start of processes, an ended one may have had the id that this one has now.
  return holder !== processText(pid) || (holder === own && !own.includes(" "));
}

/** The id of a process, and where the system shows it its start. Empty if there is none. */
function processText(pid: number): string {
  return isAlive(pid) ? [pid, startOf(pid) ?? []].flat().join(" ") : "";
}
