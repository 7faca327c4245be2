import { existsSync, readFileSync } from "node:fs";

/** A file's text, or an empty one if there is no such file. It has Unix line ends, since git may have converted them to Windows line ends. */
export function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : "";
}
