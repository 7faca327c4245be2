import { createHash } from "node:crypto";
import fs from "node:fs";
import { BuildContextError, changedWhileReading, errorCode, fileSystemError } from "./errors";
import { isInformative, keepsStamps, stampOf } from "./file-stamp";
import { hashesInUse } from "./hash-cache";
import { sha256 } from "./sha256";

/** What is in a file: told by its hash. The bytes are held from hashing to staging, or read when they are asked for. */
export interface FileContent extends FileFacts {
  /** Absolute. @default - it is made for the staged folder, and its bytes are always held */
  readonly file?: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  bytes?: Buffer | undefined;
  /** As long as the file has it, it has the same content. @default - only reading it tells */
  readonly stamp?: string | undefined;
}

interface FileFacts {
  /** Bytes. */
  readonly size: number;
  /** Whether its owner may execute it. */
  readonly executable: boolean;
}

/**
 * What files are read into. It begins a good way into a page of memory, as what the kernel copies from begins with one: where the two lie
 * a few bytes apart, modulo 4096, copying takes a third longer.
 */
const BLOCK = Buffer.allocUnsafeSlow(1024 * 1024 + 1024).subarray(1024);

/** How much of all contexts together is held, bytes. Nothing of a file as large as a block is: the file system copies that. */
const HELD_AT_MOST = 64 * 1024 * 1024;
let held = 0;

/**
 * Reads a file once, or not at all where its hash is remembered. Never follows a link: what the listing took for a file must still be one.
 * @throws BuildContextError
 */
export function fileContent(file: string): FileContent {
  const hashes = hashesInUse();
  if (hashes?.any) {
    const stat = statOf(file);
    const hash = hashes.find(stat);
    if (hash !== undefined) return { file, hash, ...factsOf(stat), stamp: stampOf(stat) };
  }
  return opened(file, (descriptor) => {
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile()) throw changedWhileReading(file);
    const facts = factsOf(stat);
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

/** Of a file that is not on the disk. */
export function generatedContent(bytes: Buffer): FileContent {
  return { hash: sha256(bytes), size: bytes.length, executable: false, bytes };
}

/**
 * All of a file. To be used at once: the next one may be read into the same memory.
 * @throws BuildContextError when it isn't what was hashed any more
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

/** Nobody is expected to ask for the bytes any more. */
export function letGo(content: FileContent): void {
  if (content.file === undefined || !content.bytes) return;
  held -= content.size;
  content.bytes = undefined;
}

/** Whether the file system copies it, rather than this program. */
export function isLarge({ size }: FileFacts): boolean {
  return size >= BLOCK.length;
}

/**
 * Copies a large file without reading it, where the file system can do so (a reflink) without copying. Not as a hard link: a program that
 * writes into the source would change what is staged under the hash of what it was.
 * @throws BuildContextError when it isn't what was hashed any more
 */
export function copyLarge(content: FileContent, to: string): void {
  const from = content.file as string;
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);
  } catch (error) {
    // The disk of the staged folder may be full: that is no problem of the context.
    if (errorCode(error) !== "ENOENT") throw error;
    throw changedWhileReading(from, error);
  }
  if (content.stamp === undefined) checkHash(content, hashOfFile(to));
  else if (content.stamp !== stampOf(statOf(from))) throw changedWhileReading(from);
}

/** SHA-256 of what is in a file now, hexadecimal. @throws BuildContextError when it can't be read, or is a link */
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

/** One byte more than it should have: a file that grew is noticed without asking for its size again. */
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

/** A copy of its own, if there is room for it. */
function hold(bytes: Buffer): Buffer | undefined {
  if (held + bytes.length > HELD_AT_MOST) return undefined;
  held += bytes.length;
  return Buffer.from(bytes);
}
