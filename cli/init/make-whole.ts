import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { undoWhenInterrupted } from "../process/interrupt";
import { CommandError } from "../process/steps";

/**
 * Creates files and folders. If that fails, or the command is interrupted, all of them are removed.
 * @param made the paths that `make` creates, none of which exists yet
 */
export async function makeWhole(made: readonly string[], make: () => Promise<void>): Promise<void> {
  // Including the parent folders that are created.
  const firstMade = new Set(made.map(firstMissing));
  const undo = () => {
    for (const file of firstMade) {
      if (existsSync(file)) rmSync(file, { recursive: true, force: true, maxRetries: 3 });
    }
  };
  const keep = undoWhenInterrupted(undo);
  try {
    await make();
  } catch (error) {
    undo();
    throw error;
  } finally {
    keep();
  }
}

/**
 * Writes new files, by their paths in a folder.
 * @throws CommandError when one can't be written
 */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) {
    const target = path.join(folder, file);
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text, { flag: "wx" });
    } catch (error) {
      throw new CommandError(`${target} can't be written: ${(error as Error).message}`);
    }
  }
}

/** A path, or its topmost parent folder that doesn't exist. */
function firstMissing(file: string): string {
  const parent = path.dirname(path.resolve(file));
  return existsSync(parent) ? path.resolve(file) : firstMissing(parent);
}
