import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withCleanUp } from "./clean-up";
import { isAlive } from "./is-alive";
import { whileShown } from "./progress";
import { log } from "./steps";

const LOOK_AGAIN_MILLISECONDS = 200;
/** A file without a process id is being written, or its writer was killed. */
const WRITTEN_MILLISECONDS = 5_000;

/**
 * Runs something that only one command of a checkout may do at a time. Others wait for it.
 * @param file exists while a command does it, with the id of its process
 * @param what what the command does, for the line that says what is waited for
 */
export async function oneAtATime<T>(file: string, what: string, run: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(file), { recursive: true });
  if (!take(file)) {
    log(`Waiting for ${what} (process ${holderOf(file)}, as ${path.relative(".", file)} says)`);
    await whileShown(`Waiting for ${what}`, async () => {
      while (!take(file)) {
        await sleep(LOOK_AGAIN_MILLISECONDS);
      }
    });
  }
  return await withCleanUp(() => rmSync(file, { force: true }), run);
}

/** @returns whether this command has the file now */
function take(file: string): boolean {
  if (isLeft(file)) {
    rmSync(file, { force: true });
  }
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Whether the command that wrote the file was killed. In a container, the next command often has the same process id. */
function isLeft(file: string): boolean {
  const holder = holderOf(file);
  if (holder !== undefined) {
    return holder === process.pid || !isAlive(holder);
  }
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && written < Date.now() - WRITTEN_MILLISECONDS;
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined;
  }
}
