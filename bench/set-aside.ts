import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { BENCH } from "./folders";

const OLD = path.join(BENCH, "old");

/**
 * Takes a folder out of the way without deleting its files. For minutes after very many files were deleted, some file systems make new ones
 * up to thirty times more slowly (ext4 without a journal doesn't reuse an inode at once, and looks at each again and again): the next
 * program would pay for what the last one wrote.
 */
export function setAside(folder: string): void {
  if (!existsSync(folder)) return;
  mkdirSync(OLD, { recursive: true });
  renameSync(folder, path.join(OLD, String(readdirSync(OLD).length)));
}

/** Deletes all that was set aside: when nothing more is measured. */
export function removeSetAside(): void {
  rmSync(OLD, { recursive: true, force: true });
}
