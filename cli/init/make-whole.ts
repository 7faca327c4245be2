import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { undoWhenInterrupted } from "../process/interrupt";
import { CommandError } from "../process/steps";

/**
 * Makes files and folders. When that fails, or the command is interrupted, nothing of them stays behind.
 * @param made what `make` makes, of which nothing is there yet
 */
export async function makeWhole(made: readonly string[], make: () => Promise<void>): Promise<void> {
  // With the folders that are made on the way.
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
 * Writes new files, by their path in a folder.
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

/** A path, or the first folder on the way to it that isn't there. */
function firstMissing(file: string): string {
  const parent = path.dirname(path.resolve(file));
  return existsSync(parent) ? path.resolve(file) : firstMissing(parent);
}
