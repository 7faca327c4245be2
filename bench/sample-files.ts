import { createCipheriv } from "node:crypto";
import { mkdirSync, readdirSync, statfsSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A build context of so many files of one size. */
export interface SampleFiles {
  readonly files: number;
  /** Of each file. */
  readonly bytes: number;
}

/** A thousand files a folder, as dependencies come; their content is the same each time, and doesn't compress. */
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

/** Gives all files below a folder a new time stamp: for what remembers files by it, they are new. */
export function touchFiles(folder: string): void {
  const now = new Date();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    utimesSync(path.join(folder, file), now, now);
  }
}

/** What the file system of a folder has left, bytes. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
