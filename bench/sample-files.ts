import { createCipheriv } from "node:crypto";
import { mkdirSync, readdirSync, statfsSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A build context with a number of files of one size. */
export interface SampleFiles {
  readonly files: number;
  /** Of each file. */
  readonly bytes: number;
}

/**
 * Writes a thousand files per folder, similar to dependencies. Their content is the same each time, and can't be
 * compressed.
 */
export function writeSampleFiles(folder: string, { files, bytes }: SampleFiles): void {
  const noise = createCipheriv("aes-128-ctr", Buffer.alloc(16, 1), Buffer.alloc(16));
  const zeros = Buffer.alloc(bytes);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "Dockerfile"),
    'FROM public.ecr.aws/lambda/python:3.13\nCOPY . ${LAMBDA_TASK_ROOT}\nCMD ["app.handler"]\n',
  );
  for (let index = 0; index < files; index++) {
    const below = path.join(folder, `package-${Math.floor(index / 1_000)}`);
    if (index % 1_000 === 0) mkdirSync(below);
    writeFileSync(path.join(below, `file-${index}.bin`), noise.update(zeros));
  }
}

/** Gives all files below a folder a new time stamp, so that caches treat them as new. */
export function touchFiles(folder: string): void {
  const now = new Date();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    utimesSync(path.join(folder, file), now, now);
  }
}

/** The free space of a folder's file system, in bytes. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
