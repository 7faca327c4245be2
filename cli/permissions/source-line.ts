import { existsSync } from "node:fs";
import path from "node:path";

/** How far from the words of a denial its trace is, in characters. The trace of Python stands before or after them. */
const NEAR = 6_000;
/** A frame of Python: `File "/var/task/app.py", line 12`. In a trace as JSON, the quotes are escaped. */
const PYTHON = /File \\?"\/var\/task\/([^"\\]+)\\?", line (\d+)/g;
/** A frame of Node.js: `(/var/task/app.js:12:3)` or `file:///var/task/app.mjs:12:3`. */
const NODEJS = /\/var\/task\/([^\s:()"]+):(\d+):\d+/g;

/**
 * The file and line of the function's own code that made a denied call, by the trace in its answer or log: `lambdas/python/app.py:12`.
 * @param text the answer, or the log
 * @param folder the folder of the function's code
 * @returns undefined when no trace names a file of the folder
 */
export function sourceLine(action: string, text: string, folder: string): string | undefined {
  const words = `perform: ${action}`;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const near = text.slice(Math.max(0, at - NEAR), at + NEAR);
    const ownFiles = (frames: RegExp): string[] =>
      [...near.matchAll(frames)]
        .filter(([, file = ""]) => existsSync(path.join(folder, file)))
        .map(([, file = "", line]) => `${path.join(folder, file)}:${line}`);
    // Python prints the innermost frame last, Node.js first.
    const line = ownFiles(PYTHON).at(-1) ?? ownFiles(NODEJS)[0];
    if (line !== undefined) return line;
  }
  return undefined;
}
