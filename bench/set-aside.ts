import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { BENCH } from "./folders";

const OLD = path.join(BENCH, "old");

/**
 * Moves a folder away without deleting its files. For minutes after very many files were deleted, some file systems
 * create new files up to thirty times more slowly (ext4 without a journal doesn't reuse an inode at once, and checks
 * each again and again). So the deletion would slow down the next program.
 */
export function setAside(folder: string): void {
  if (!existsSync(folder)) return;
  mkdirSync(OLD, { recursive: true });
  renameSync(folder, path.join(OLD, String(readdirSync(OLD).length)));
}

/** Deletes all moved folders, when nothing more is measured. */
export function removeSetAside(): void {
  rmSync(OLD, { recursive: true, force: true });
}
