import fs from "node:fs";

/**
 * Identifies the state of a file without reading it. The stamp changes when the file is written to or replaced, or when
 * its mode changes. `isInformative` has the exceptions.
 */
export function stampOf({ dev, ino, mode, size, mtimeMs, ctimeMs }: fs.Stats): string {
  return `${dev} ${ino} ${mode} ${size} ${mtimeMs} ${ctimeMs}`;
}

/**
 * Whether every change after `now` gives the file another stamp. There are three exceptions. If the file was changed
 * just now, another change within the same tick of the clock doesn't show. If its time lies in the future, a change at
 * that time doesn't show. If its inode number is above 2^53, JavaScript rounds it, and it may equal that of another
 * file. Times are rounded too, to a quarter of a microsecond, which is exact enough here.
 * @param now milliseconds since 1970
 */
export function isInformative({ ino, mtimeMs, ctimeMs }: fs.Stats, now: number): boolean {
  const settled = now - (ctimeMs % 1000 === 0 ? WHOLE_SECONDS : TICKS);
  return mtimeMs < settled && ctimeMs < settled && Number.isSafeInteger(ino);
}

/** Milliseconds: twice the tick of ext3, and of ext4 with small inodes. */
const WHOLE_SECONDS = 2000;
/** Milliseconds: twenty times the longest tick of Linux's clock, which the other file systems below use. */
const TICKS = 200;

/**
 * Whether stamps can be trusted on the disk of a folder. Three things are needed: only this machine's kernel changes
 * the disk, the times come from this machine's clock, and each file has a time of change (ctime) that no program can
 * set. A network share uses another machine's clock, and its attributes are cached for seconds. FAT has no ctime. A
 * file system that isn't in the list isn't trusted. On macOS the type can't be read.
 */
export function keepsStamps(folder: string): boolean {
  try {
    return process.platform === "linux" && LOCAL_FILE_SYSTEMS.has(fs.statfsSync(folder).type);
  } catch {
    return false;
  }
}

/** Linux's number of each file system (statfs(2) of man-pages 6.9, read 2026-11-25). */
const LOCAL_FILE_SYSTEMS: ReadonlySet<number> = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // xfs
  0x9123683e, // btrfs
  0xf2f52010, // f2fs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs: a container's own disk
  0x2fc12fc1, // zfs
]);
