import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** Makes a folder that only its owner can read, independent of the umask. An existing folder gets the same mode. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/** Writes a file that only its owner can read. */
export function writePrivateFile(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** Runs a function, for example the start of a program, whose new files only their owner can read. */
export function withPrivateFiles<T>(run: () => T): T {
  const umask = process.umask(0o077);
  try {
    return run();
  } finally {
    process.umask(umask);
  }
}

/** The folder of this user's caches, as each system has it (XDG Base Directory Specification 0.8 elsewhere). */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  const caches =
    process.platform === "win32"
      ? (LOCALAPPDATA ?? path.join(homedir(), "AppData", "Local"))
      : process.platform === "darwin"
        ? path.join(homedir(), "Library", "Caches")
        : XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)
          ? XDG_CACHE_HOME
          : path.join(homedir(), ".cache");
  return path.join(caches, "cdktf-lambda-images");
}
