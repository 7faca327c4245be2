import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { undoWhenInterrupted } from "./interrupt";

/** Runs something, and cleans up after it: when it is done, when it fails, and when the command is interrupted. */
export async function withCleanUp<T>(
  cleanUp: () => void | Promise<void>,
  run: () => T | Promise<T>,
): Promise<T> {
  const cancelUndo = undoWhenInterrupted(cleanUp);
  try {
    return await run();
  } finally {
    cancelUndo();
    await cleanUp();
  }
}

/** Runs something with a new folder in the system's folder for temporary files. @param name how the folder's name begins */
export async function withTemporaryFolder<T>(
  name: string,
  run: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  return await withCleanUp(
    () => rmSync(folder, { recursive: true, force: true }),
    () => run(folder),
  );
}
