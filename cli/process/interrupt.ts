import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { printRemark, stopProgress } from "./progress";

/** The exit code of a command that was ended by Ctrl-C, as in a shell. */
const INTERRUPTED = 130;

const running = new Set<ChildProcess>();
const undos = new Set<() => void | Promise<void>>();
let interrupted = false;
let handled = false;

/** Whether this command was interrupted. Then it must start nothing more. */
export function isInterrupted(): boolean {
  return interrupted;
}

/** When the command is interrupted, it sends one SIGINT to the program, and waits for it to clean up. */
export function endWhenInterrupted(child: ChildProcess): void {
  running.add(child);
  child.once("close", () => running.delete(child));
}

/**
 * Registers an undo step for an interrupt. The newest step runs first.
 * @returns a function that cancels the step
 */
export function undoWhenInterrupted(undo: () => void | Promise<void>): () => void {
  undos.add(undo);
  return () => undos.delete(undo);
}

/** Cancels all undo steps so far. Running programs are still ended. */
export function cancelUndo(): void {
  undos.clear();
}

/**
 * Makes Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP) stop everything that this command started. A second
 * signal ends it at once.
 */
export function handleInterrupts(): void {
  if (handled) {
    return;
  }
  handled = true;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (interrupted) {
        process.exit(INTERRUPTED);
      }
      interrupted = true;
      stopProgress();
      stopAll().finally(() => process.exit(INTERRUPTED));
    });
  }
}

async function stopAll(): Promise<void> {
  if (running.size > 0 || undos.size > 0) {
    printRemark("\nInterrupted: stopping what this command started");
  }
  await Promise.all([...running].map(end));
  for (const undo of [...undos].reverse()) {
    try {
      await undo();
    } catch (error) {
      // The others are independent of it.
      printRemark(error instanceof Error ? error.message : String(error));
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, "close");
  if (child.pid !== undefined && process.platform !== "win32") {
    // The whole process group of runProgram, since a shell doesn't pass a signal on.
    try {
      process.kill(-child.pid, "SIGINT");
    } catch {
      // It has ended. Another program of its own may still hold its output open.
      return;
    }
  } else {
    child.kill();
  }
  await closed;
}
