import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { log } from "./steps";

/** Validates the content of a file, for example a zod schema. */
interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** Each damaged file is reported once. */
const damaged = new Set<string>();

/**
 * Reads a small JSON file that a command wrote.
 * @returns undefined when the file doesn't exist or is damaged (cut short by a full disk, or edited); damage is logged
 */
export function readJsonFile<T>(file: string, schema: Schema<T>): T | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    // Another user's checkout is private, and only looked at.
    if (["ENOENT", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      return undefined;
    }
    throw error;
  }
  const result = schema.safeParse(parsed(text));
  if (result.success) {
    return result.data;
  }
  if (!damaged.has(file)) {
    damaged.add(file);
    log(`${path.relative(".", file)} is damaged and ignored. It is written again when it is needed`);
  }
  return undefined;
}

/**
 * Writes a JSON file atomically. A reader finds either the old or the new content, also after a crash or on a full
 * disk.
 */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const written = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(written, `${JSON.stringify(value, undefined, 2)}\n`, { flush: true });
    renameSync(written, file);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
