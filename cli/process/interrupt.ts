import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** What a shell's exit code says of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

const running = new Set<ChildProcess>();
const undos = new Set<() => void | Promise<void>>();
let interrupted = false;

/** Whether this command is on its way out: then it begins nothing more. */
export function isInterrupted(): boolean {
  return interrupted;
}

/** Programs are ended, each by one SIGINT, when the command is interrupted; it waits for them to clean up. */
export function endWhenInterrupted(child: ChildProcess): void {
  running.add(child);
  child.once("close", () => running.delete(child));
}

/**
 * Undoes something when the command is interrupted, the newest first.
 * @returns call it when the thing is to stay
 */
export function undoWhenInterrupted(undo: () => void | Promise<void>): () => void {
  undos.add(undo);
  return () => undos.delete(undo);
}

/** What was started so far stays when the command is interrupted, but for the programs that run. */
export function keepWhatWasStarted(): void {
  undos.clear();
}

/** Makes Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP) stop what this command started; a second one ends it at once. */
export function handleInterrupts(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (interrupted) {
        process.exit(INTERRUPTED);
      }
      interrupted = true;
      stopAll().finally(() => process.exit(INTERRUPTED));
    });
  }
}

async function stopAll(): Promise<void> {
  if (running.size > 0 || undos.size > 0) {
    console.error("\nInterrupted: stopping what this command started");
  }
  await Promise.all([...running].map(end));
  for (const undo of [...undos].reverse()) {
    await undo();
  }
}

async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, "close");
  if (child.pid !== undefined && process.platform !== "win32") {
    // The whole group that runProgram made: a shell doesn't pass a signal on.
    process.kill(-child.pid, "SIGINT");
  } else {
    child.kill();
  }
  await closed;
}
