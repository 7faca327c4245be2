import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "./private-files";

/** What Node.js reports when the user may not read or write a file, and when a path can't exist. */
const NOT_ALLOWED = ["EACCES", "EPERM", "EROFS"];
const NO_PATH = ["ENOTDIR", "ENAMETOOLONG", "ELOOP"];

/** The text of an error of the file system that the user can mend. @returns undefined for any other error */
export function fileErrorText(error: NodeJS.ErrnoException): string | undefined {
  const { code = "", path: file, syscall = "" } = error;
  if (file === undefined || ![...NOT_ALLOWED, ...NO_PATH].includes(code)) {
    return undefined;
  }
  if (syscall.startsWith("spawn")) {
    return `The program ${file} can't be started (${code}): it isn't executable for this user, or its folder can't be read.`;
  }
  const what = `${shown(file)} can't be used (${code} of ${syscall}).`;
  if (NO_PATH.includes(code)) {
    return `${what} A part of this path is a file, a link to itself, or too long.`;
  }
  return `${what} ${advice(file, code)}`;
}

function advice(file: string, code: string): string {
  if (isIn(cacheFolder(), file)) {
    return "It is in the folder of this user's caches. Set XDG_CACHE_HOME to a folder that you may write to.";
  }
  if (code === "EROFS") {
    return "Its file system can only be read. Run the command in a folder that you may write to.";
  }
  const existing = firstExisting(file);
  const owner = statSync(existing).uid;
  // Only what a command wrote into the app's folder is anybody's to take over.
  return process.getuid === undefined || owner === process.getuid() || !isIn(process.cwd(), existing)
    ? `Your user may not do this there: ${shown(existing)}`
    : `It belongs to ${owner === 0 ? "root" : `the user ${owner}`}, who ran a command here before. Run the command as that user, or make it yours: sudo chown -R "$(id -u)" ${shown(topmostOf(existing))}`;
}

/** The path, or its first parent folder that can be seen. */
function firstExisting(file: string): string {
  const absolute = path.resolve(file);
  return existsSync(absolute) ? absolute : firstExisting(path.dirname(absolute));
}

/** The topmost folder of a file in the current one, for example `.local`. */
function topmostOf(file: string): string {
  return path.relative(".", file).split(path.sep)[0] as string;
}

function shown(file: string): string {
  const relative = path.relative(".", file);
  return relative === "" ? "." : relative.startsWith("..") ? file : relative;
}

function isIn(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !relative.startsWith("..") && !path.isAbsolute(relative);
}
