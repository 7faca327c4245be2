import { chmodSync, mkdirSync, writeFileSync } from "node:fs";

/** Makes a folder that its owner alone can look into, whatever the umask is; one that is there becomes so. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/** Writes a file that its owner alone can read. */
export function writePrivateFile(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** Runs something, a start of a program for example, whose new files are their owner's alone. */
export function withPrivateFiles<T>(run: () => T): T {
  const umask = process.umask(0o077);
  try {
    return run();
  } finally {
    process.umask(umask);
  }
}
