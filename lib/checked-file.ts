import fs from "node:fs";
import * as path from "node:path";
import { sha256 } from "./build-context/sha256";

const HASH_LENGTH = 64;

/**
 * Reads what `writeChecked` wrote.
 * @returns undefined when there is nothing, or when a byte of it is another: it was cut short, or the disk failed
 */
export function readChecked(file: string): string | undefined {
  let kept: Buffer;
  try {
    kept = fs.readFileSync(file);
  } catch {
    return undefined;
  }
  const text = kept.subarray(HASH_LENGTH + 1);
  const whole = kept.toString("latin1", 0, HASH_LENGTH + 1) === `${sha256(text)}\n`;
  return whole ? text.toString("latin1") : undefined;
}

/**
 * Keeps a text of ASCII with a hash of its own before it. All of it is there at once, by a rename. Where nothing can be kept, nothing is:
 * only what can be made anew is kept in this way.
 */
export function writeChecked(file: string, text: string): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, `${sha256(text)}\n${text}`, "latin1");
    fs.renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Another user's checkout, a full disk.
  }
}
