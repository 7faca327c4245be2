import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MILLISECONDS = 20;

/** Whether the process runs. An ended process that its parent hasn't waited for doesn't count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // No /proc, or it has just ended.
    return process.platform !== "linux";
  }
}

/** Waits until none of the processes runs, for this number of seconds at most. @returns whether all have ended */
export async function haveEnded(pids: readonly number[], seconds: number): Promise<boolean> {
  const until = performance.now() + seconds * 1_000;
  while (pids.some(isAlive)) {
    if (performance.now() > until) {
      return false;
    }
    await sleep(LOOK_MILLISECONDS);
  }
  return true;
}
