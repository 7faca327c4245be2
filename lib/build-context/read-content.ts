import { createHash } from "node:crypto";
import fs from "node:fs";
import { BuildContextError, changedWhileReading, fileSystemError } from "./errors";

/** A file as it was when it was read. */
export interface ReadContent {
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly size: number;
  /** Whether its owner may execute it. */
  readonly executable: boolean;
  /** Its bytes, for a file within the budget; otherwise `stamp` tells whether it is still the same. */
  readonly content?: Buffer;
  readonly stamp?: string;
}

/** How much of a context is held in memory between hashing and staging; what is beyond is copied by the file system. */
export class MemoryBudget {
  constructor(private left = 64 * 1024 * 1024) {}

  take(bytes: number): boolean {
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }
}

export function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Reads a file once. Never follows a link: what the listing took for a file must still be one. */
export function readContent(absolute: string, budget: MemoryBudget): ReadContent {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(absolute, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile()) throw changedWhileReading(absolute);
    const { size } = stat;
    const executable = (stat.mode & 0o100) !== 0;
    if (!budget.take(size)) return { ...hashLarge(descriptor, absolute), executable };

    // One byte more than it should have: a file that grew is noticed without asking for its size again.
    const buffer = Buffer.allocUnsafe(size + 1);
    let filled = 0;
    let read: number;
    do {
      read = fs.readSync(descriptor, buffer, filled, size + 1 - filled, null);
      filled += read;
    } while (read > 0 && filled < size);
    if (filled !== size) throw changedWhileReading(absolute);
    const content = buffer.subarray(0, size);
    return { hash: sha256(content), size, executable, content };
  } catch (error) {
    throw error instanceof BuildContextError ? error : fileSystemError(absolute, error);
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

let reused: Buffer | undefined;

function hashLarge(descriptor: number, absolute: string): { hash: string; size: number; stamp: string } {
  reused ??= Buffer.allocUnsafeSlow(1024 * 1024);
  const before = fs.fstatSync(descriptor, { bigint: true });
  const hash = createHash("sha256");
  let size = 0;
  for (;;) {
    const read = fs.readSync(descriptor, reused, 0, reused.length, null);
    if (read === 0) break;
    size += read;
    hash.update(read === reused.length ? reused : reused.subarray(0, read));
  }
  const stamp = stampOf(before);
  if (stampOf(fs.fstatSync(descriptor, { bigint: true })) !== stamp || BigInt(size) !== before.size) {
    throw changedWhileReading(absolute);
  }
  return { hash: hash.digest("hex"), size, stamp };
}

/** Differs when a file was written to or replaced. */
export function stampOf(stat: fs.BigIntStats): string {
  return `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
}
