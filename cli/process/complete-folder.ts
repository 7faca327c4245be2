import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { withCleanUp } from "./clean-up";
import { cacheFolder, privateFolder } from "./private-files";

/** A folder of this user's caches that belongs to the content of a file. All checkouts of a user share it. */
export function cacheFolderOf(name: string, file: string): string {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  return path.join(cacheFolder(), `${name}-${hash.slice(0, 16)}`);
}

/**
 * Makes a folder beside its place, and renames it. So the folder is always complete, even if two commands make it at
 * once. One that is there and not usable is replaced.
 * @param fill fills a folder that doesn't exist yet
 * @param isUsable whether the folder at its place can be used
 */
export async function completeFolder(
  folder: string,
  fill: (beside: string) => Promise<void>,
  isUsable: () => boolean = () => existsSync(folder),
): Promise<void> {
  privateFolder(path.dirname(folder));
  const beside = `${folder}.${process.pid}`;
  const remove = () => rmSync(beside, { recursive: true, force: true });
  await withCleanUp(remove, async () => {
    try {
      await fill(beside);
      if (!isUsable()) {
        rmSync(folder, { recursive: true, force: true });
      }
      renameSync(beside, folder);
    } catch (error) {
      if (!isUsable()) throw error;
    }
  });
}
