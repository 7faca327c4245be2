import fs from "node:fs";
import * as path from "node:path";
import { removeIfPossible } from "./remove-if-possible";
import { sha256 } from "./sha256";

const HASH_LENGTH = 64;

/**
 * Reads a file of `writeChecked`.
 * @returns undefined when there is no file, or when any byte changed: the file was cut short, or the disk failed
 */
export function readChecked(file: string): string | undefined {
  let content: Buffer;
  try {
    content = fs.readFileSync(file);
  } catch {
    return undefined;
  }
  const text = content.subarray(HASH_LENGTH + 1);
  const whole = content.toString("latin1", 0, HASH_LENGTH + 1) === `${sha256(text)}\n`;
  return whole ? text.toString("latin1") : undefined;
}

/**
 * Writes an ASCII text, preceded by its hash. A rename makes the complete file visible at once. Errors of writing are
 * ignored, so use it only for data that can be computed again.
 */
export function writeChecked(file: string, text: string): void {
  const beside = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(beside, `${sha256(text)}\n${text}`, "latin1");
    fs.renameSync(beside, file);
  } catch {
    // For example another user's checkout, or a full disk, on which a part may be written.
    removeIfPossible(beside);
  }
}
