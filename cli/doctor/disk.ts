import { type StatsFs, statfsSync } from "node:fs";
import { type Check, failed, ok, skipped, warning } from "./check";
import type { Engine } from "./engine";

const TITLE = "Disk space";
const MIB = 1024 * 1024;

/** The space that an engine needs for its images. */
const LIMITS = {
  /**
   * Below this not even a few changed files can be built: metadata, logs and the compressed layers of a push take tens
   * of MiB.
   */
  problemBelow: 100 * MIB,
  /**
   * AWS's base images unpack to about half a GB, and need twice the space while they are pulled. Requirements need
   * more.
   */
  warnBelow: 2048 * MIB,
  /** A base image has about 20000 files. Without free inodes no file can be created, even if there is space. */
  problemBelowFiles: 1000,
} as const;

/** The free space of a file system. */
export interface FreeSpace {
  /** Bytes that the engine may write. */
  readonly bytes: number;
  /** Files that can be created. @default - this file system has no such limit */
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
      ? `The disk of the Docker engine has space, but not enough free inodes: it can hold only ${files} more files (${folder}).`
      : `The disk of the Docker engine has ${size(bytes)} left (${folder}).`,
    why: 'Building an image would stop with "no space left on device".',
    fix: "Remove what Docker no longer uses: docker system prune (stopped containers, unused networks, dangling images, build cache); with --all also every image that no container uses. `docker system df` shows what takes the space.",
  };
  return outOfFiles || bytes < LIMITS.problemBelow
    ? failed(TITLE, outOfFiles ? `no file can be created in ${folder}` : found, problem)
    : warning(TITLE, found, problem);
}

/** Checks the disk of an engine on this machine. The disk of another machine can't be checked. */
export function checkDisk(engine: Engine): Check {
  if (!engine.onThisMachine || engine.rootDir === "") {
    return skipped(TITLE, "the engine's disk is not on this machine");
  }
  try {
    return classifyDisk(engine.rootDir, freeSpace(statfsSync(engine.rootDir), engine.rootless));
  } catch {
    return skipped(TITLE, `this user can't read ${engine.rootDir}`);
  }
}

function freeSpace(stat: StatsFs, rootless: boolean): FreeSpace {
  // Root may also use the reserved blocks.
  const bytes = (rootless ? stat.bavail : stat.bfree) * stat.bsize;
  return stat.files > 0 ? { bytes, files: stat.ffree } : { bytes };
}

function size(bytes: number): string {
  return bytes < 1024 * MIB ? `${Math.round(bytes / MIB)} MiB` : `${(bytes / 1024 / MIB).toFixed(1)} GiB`;
}
