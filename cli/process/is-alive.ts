import { readFileSync } from "node:fs";

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
