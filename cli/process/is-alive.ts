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
  const stat = readStat(pid);
  // No /proc, or it has just ended.
  return stat === undefined ? process.platform !== "linux" : !/\) [ZX] /.test(stat);
}

/** The start of a process, where the system shows it. Another process can get the same id later, but not the same start. */
export function startOf(pid: number): string | undefined {
  // After the name of the program, it is the 20th word (proc_pid_stat(5)).
  return readStat(pid)
    ?.replace(/^.*\) /s, "")
    .split(" ")[19];
}

function readStat(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
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
