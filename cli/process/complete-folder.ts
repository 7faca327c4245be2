import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { undoWhenInterrupted } from "./interrupt";
import { cacheFolder, privateFolder } from "./private-files";

/** A folder of this user's caches that belongs to the content of a file. All checkouts of a user share it. */
export function cacheFolderOf(name: string, file: string): string {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  return path.join(cacheFolder(), `${name}-${hash.slice(0, 16)}`);
}

/**
 * Makes a folder beside its place, and renames it. So the folder is always complete, even if two commands make it at
 * once.
 * @param fill fills a folder that doesn't exist yet
 */
export async function completeFolder(folder: string, fill: (beside: string) => Promise<void>): Promise<void> {
  privateFolder(path.dirname(folder));
  const beside = `${folder}.${process.pid}`;
  undoWhenInterrupted(() => rmSync(beside, { recursive: true, force: true }));
  try {
    await fill(beside);
    renameSync(beside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
