import { type StatsFs, statfsSync } from "node:fs";
import { type Check, failed, ok, skipped, warning } from "./check";
import type { Engine } from "./engine";

const TITLE = "Disk space";
const MIB = 1024 * 1024;

/** How much space an engine needs where it keeps its images. */
const LIMITS = {
  /** Below this not even a few changed files can be built: metadata, logs and what a push compresses take tens of MiB. */
  problemBelow: 100 * MIB,
  /** AWS's base images unpack to about half a GB, and are held twice while they are being pulled; requirements come on top. */
  warnBelow: 2048 * MIB,
  /** A base image has about 20000 files; with no inode left, no file can be made though there is space. */
  problemBelowFiles: 1000,
} as const;

/** The free part of a file system. */
export interface FreeSpace {
  /** Bytes that the engine may write. */
  readonly bytes: number;
  /** Files that can be made. @default - this file system has no such limit */
  readonly files?: number;
}

export function classifyDisk(folder: string, { bytes, files }: FreeSpace): Check {
  const found = `${size(bytes)} free in ${folder}`;
  const outOfFiles = files !== undefined && files < LIMITS.problemBelowFiles;
  if (bytes >= LIMITS.warnBelow && !outOfFiles) {
    return ok(TITLE, found);
  }
  const problem = {
    code: "docker-disk-full",
    what: outOfFiles
      ? `The disk of the Docker engine can hold ${files} more files: it has space, but no inode (${folder}).`
      : `The disk of the Docker engine has ${size(bytes)} left (${folder}).`,
    why: 'Building an image would stop with "no space left on device".',
    fix: "Remove what Docker no longer uses: docker system prune (stopped containers, unused networks, dangling images, build cache); with --all also every image that no container uses. `docker system df` shows what takes the space.",
  };
  return outOfFiles || bytes < LIMITS.problemBelow
    ? failed(TITLE, outOfFiles ? `no file can be made in ${folder}` : found, problem)
    : warning(TITLE, found, problem);
}

/** Looks at the disk of an engine on this machine; another machine's disk can't be seen. */
export function checkDisk(engine: Engine): Check {
  if (!engine.onThisMachine || engine.rootDir === "") {
    return skipped(TITLE, "the engine's disk can't be seen from here");
  }
  try {
    return classifyDisk(engine.rootDir, freeSpace(statfsSync(engine.rootDir), engine.rootless));
  } catch {
    return skipped(TITLE, `this user can't look at ${engine.rootDir}`);
  }
}

function freeSpace(stat: StatsFs, rootless: boolean): FreeSpace {
  // Root may use the blocks that are kept for it.
  const bytes = (rootless ? stat.bavail : stat.bfree) * stat.bsize;
  return stat.files > 0 ? { bytes, files: stat.ffree } : { bytes };
}

function size(bytes: number): string {
  return bytes < 1024 * MIB ? `${Math.round(bytes / MIB)} MiB` : `${(bytes / 1024 / MIB).toFixed(1)} GiB`;
}
