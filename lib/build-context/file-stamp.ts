import fs from "node:fs";

/** What a file is like without reading it. Differs when it was written to, replaced, or given other rights: see `isInformative`. */
export function stampOf({ dev, ino, mode, size, mtimeMs, ctimeMs }: fs.Stats): string {
  return `${dev} ${ino} ${mode} ${size} ${mtimeMs} ${ctimeMs}`;
}

/**
 * Whether every change after `now` gives the file another stamp. Of a file that was changed just now, another change within the same tick of
 * the time stamps doesn't show; of one whose time is to come, a change at that time. As a number, a time is exact to a quarter of a
 * microsecond, which is enough then; a file's number beyond 2^53 isn't exact, and may be that of another.
 * @param now milliseconds since 1970
 */
export function isInformative({ ino, mtimeMs, ctimeMs }: fs.Stats, now: number): boolean {
  const settled = now - (ctimeMs % 1000 === 0 ? WHOLE_SECONDS : TICKS);
  return mtimeMs < settled && ctimeMs < settled && Number.isSafeInteger(ino);
}

/** Milliseconds: twice the tick of ext3, and of ext4 with small inodes. */
const WHOLE_SECONDS = 2000;
/** Milliseconds: twenty times the longest tick of Linux's clock, by which the other disks below go. */
const TICKS = 200;

/**
 * Whether a folder is on a disk where a stamp can be relied upon: one that is changed by this machine's kernel alone, by this machine's
 * clock, and that keeps a time of change that no program can set. A share on the network has another's clock, and its attributes are
 * remembered for seconds; FAT has no time of change. What isn't known to be such a disk, isn't one: macOS doesn't tell.
 */
export function keepsStamps(folder: string): boolean {
  try {
    return process.platform === "linux" && LOCAL_FILE_SYSTEMS.has(fs.statfsSync(folder).type);
  } catch {
    return false;
  }
}

/** By the number that Linux has for each (statfs(2) of man-pages 6.9, read 2026-11-25). */
const LOCAL_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0xf2f52010, // f2fs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs: a container's own disk
  0x2fc12fc1, // zfs
]);
