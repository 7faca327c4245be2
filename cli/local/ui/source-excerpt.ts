import { readFileSync } from "node:fs";
import path from "node:path";
import type { SourceExcerpt } from "./messages";

const AROUND = 3;

/**
 * The lines around a line of code.
 * @param where a file and a line, as `lambdas/python/app.py:12`
 * @param folder the folder of the function's code. A function writes its traces itself: nothing outside of the folder is read
 */
export function sourceExcerpt(where: string, folder: string): SourceExcerpt | undefined {
  const [, file = "", digits = ""] = /^(.+):(\d+)$/.exec(where) ?? [];
  const inside = path.relative(folder, file);
  if (inside === "" || inside.startsWith("..") || path.isAbsolute(inside)) return undefined;
  const line = Number(digits);
  const all = readFileSync(file, "utf8").split(/\r?\n/);
  if (line < 1 || line > all.length) return undefined;
  const first = Math.max(1, line - AROUND);
  return {
    file: file.split(path.sep).join("/"),
    line,
    lines: all
      .slice(first - 1, line + AROUND)
      .map((text, index) => ({ number: first + index, text }))
      .filter(({ number, text }) => number <= line || number < all.length || text !== ""),
  };
}
