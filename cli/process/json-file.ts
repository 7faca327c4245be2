import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../command-line";
import { logToStderr } from "./steps";

/** What reads the content of a file: a schema of zod is one. */
interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** Each is told once. */
const damaged = new Set<string>();

/**
 * Reads a small JSON file that `npm run local` keeps.
 * @returns undefined when it isn't there, or is damaged (cut short by a full disk, or edited), which is told
 */
export function readJsonFile<T>(file: string, schema: Schema<T>): T | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
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
    logToStderr(
      `${path.relative(".", file)} is damaged and not used: ${commandLine("local")} writes it anew`,
    );
  }
  return undefined;
}

/** Writes a JSON file: whoever reads it finds the old content or the new one, whole, also after a crash or on a full disk. */
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
