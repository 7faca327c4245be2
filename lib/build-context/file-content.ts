import { createHash } from "node:crypto";
import fs from "node:fs";
import { sha256 } from "../sha256";
import { BuildContextError, changedWhileReading, errorCode, fileSystemError } from "./errors";
import { isInformative, keepsStamps, stampOf } from "./file-stamp";
import { hashesInUse } from "./hash-cache";

/**
 * The content of a file, identified by its hash. The bytes are held in memory from hashing to staging, or read on
 * demand.
 */
export interface FileContent extends FileFacts {
  /** Absolute. @default - generated for the staged folder; its bytes are always held */
  readonly file?: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  bytes?: Buffer | undefined;
  /** The content is unchanged as long as the stamp is. @default - only reading the file shows whether it changed */
  readonly stamp?: string | undefined;
}

interface FileFacts {
  /** Bytes. */
  readonly size: number;
  /** Whether its owner may execute it. */
  readonly executable: boolean;
}

/**
 * The buffer that files are read into. The kernel copies from memory that begins at the start of a page. Copying takes
 * a third longer if the two addresses are only a few bytes apart, modulo 4096. So this buffer begins 1024 bytes into a
 * page.
 */
const BLOCK = Buffer.allocUnsafeSlow(1024 * 1024 + 1024).subarray(1024);

/**
 * How many bytes of all contexts together are held in memory. Files as large as a block are never held: the file system
 * copies them.
 */
const HELD_AT_MOST = 64 * 1024 * 1024;
let held = 0;

/**
 * Reads a file once, or not at all if the hash cache has its hash. Never follows a link: what was a file in the listing
 * must still be one.
 * @param onSize is called before the file is read
 * @throws BuildContextError
 */
export function fileContent(file: string, onSize?: (size: number) => void): FileContent {
  const hashes = hashesInUse();
  if (hashes?.any) {
    const stat = statOf(file);
    const hash = hashes.find(stat);
    if (hash !== undefined) {
      onSize?.(stat.size);
      return { file, hash, ...factsOf(stat), stamp: stampOf(stat) };
    }
  }
  return opened(file, (descriptor) => {
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile()) throw changedWhileReading(file);
    const facts = factsOf(stat);
    onSize?.(facts.size);
    if (!isLarge(facts)) {
      const bytes = readSmall(descriptor, facts.size);
      if (bytes.length !== facts.size) throw changedWhileReading(file);
      const hash = sha256(bytes);
      hashes?.add(stat, hash);
      return { file, hash, ...facts, bytes: hold(bytes) };
    }
    const now = Date.now();
    const { hash, size } = hashBlocks(descriptor);
    const stamp = stampOf(stat);
    if (size !== facts.size || stampOf(fs.fstatSync(descriptor)) !== stamp) {
      throw changedWhileReading(file);
    }
    hashes?.add(stat, hash);
    return { file, hash, ...facts, stamp: isInformative(stat, now) && keepsStamps(file) ? stamp : undefined };
  });
}

/** The content of a file that is not on the disk. */
export function generatedContent(bytes: Buffer): FileContent {
  return { hash: sha256(bytes), size: bytes.length, executable: false, bytes };
}

/**
 * All bytes of a file. Use them at once: the next file may be read into the same memory.
 * @throws BuildContextError when it changed since it was hashed
 */
export function bytesOf(content: FileContent): Buffer {
  const { file } = content;
  if (content.bytes || file === undefined) return content.bytes as Buffer;
  const bytes = opened(file, (descriptor) =>
    isLarge(content) ? fs.readFileSync(descriptor) : readSmall(descriptor, content.size),
  );
  checkHash(content, sha256(bytes));
  return bytes;
}

/** Releases the bytes: nobody is expected to need them again. */
export function release(content: FileContent): void {
  if (content.file === undefined || !content.bytes) return;
  held -= content.size;
  content.bytes = undefined;
}

/** Whether the file system copies the file instead of this program. */
export function isLarge({ size }: FileFacts): boolean {
  return size >= BLOCK.length;
}

/**
 * Copies a large file without reading it, as a reflink where the file system has them. It is never a hard link: a
 * program that writes to the source would then change the staged file too, below a hash that no longer matches.
 * @throws BuildContextError when it changed since it was hashed
 */
export function copyLarge(content: FileContent, to: string): void {
  const from = content.file as string;
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);
  } catch (error) {
    // For example a full disk of the staged folder, which is not a problem of the context.
    if (errorCode(error) !== "ENOENT") throw error;
    throw changedWhileReading(from, error);
  }
  if (content.stamp === undefined) checkHash(content, hashOfFile(to));
  else if (content.stamp !== stampOf(statOf(from))) throw changedWhileReading(from);
}

/** SHA-256 of the file's present content, hexadecimal. @throws BuildContextError when it can't be read, or is a link */
export function hashOfFile(file: string): string {
  return opened(file, hashBlocks).hash;
}

function checkHash({ file, hash }: FileContent, found: string): void {
  if (found === hash) return;
  hashesInUse()?.refute();
  throw changedWhileReading(file as string);
}

function factsOf({ size, mode }: fs.Stats): FileFacts {
  return { size, executable: (mode & 0o100) !== 0 };
}

function statOf(file: string): fs.Stats {
  try {
    return fs.lstatSync(file);
  } catch (error) {
    throw fileSystemError(file, error);
  }
}

function opened<T>(file: string, read: (descriptor: number) => T): T {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
    return read(descriptor);
  } catch (error) {
    throw error instanceof BuildContextError ? error : fileSystemError(file, error);
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

/** Reads one byte more than the expected size. This detects a file that grew, without another call for its size. */
function readSmall(descriptor: number, size: number): Buffer {
  let filled = 0;
  let read: number;
  do {
    read = fs.readSync(descriptor, BLOCK, filled, size + 1 - filled, null);
    filled += read;
  } while (read > 0 && filled < size);
  return BLOCK.subarray(0, filled);
}

function hashBlocks(descriptor: number): { hash: string; size: number } {
  const hash = createHash("sha256");
  let size = 0;
  for (;;) {
    const read = fs.readSync(descriptor, BLOCK, 0, BLOCK.length, null);
    if (read === 0) return { hash: hash.digest("hex"), size };
    size += read;
    hash.update(read === BLOCK.length ? BLOCK : BLOCK.subarray(0, read));
  }
}

/** A copy of the bytes, if there is room for it. */
function hold(bytes: Buffer): Buffer | undefined {
  if (held + bytes.length > HELD_AT_MOST) return undefined;
  held += bytes.length;
  return Buffer.from(bytes);
}
