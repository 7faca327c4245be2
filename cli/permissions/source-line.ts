import { existsSync } from "node:fs";
import path from "node:path";

/** A frame of Python: `File "/var/task/app.py", line 12`. In a trace as JSON, the quotes are escaped. */
const PYTHON = /File \\?"\/var\/task\/([^"\\]+)\\?", line (\d+)/g;
/** A frame of Node.js: `(/var/task/app.js:12:3)`, `file:///var/task/app.mjs:12:3`, or by a source map `/var/src/app.ts:12:3`. */
const NODEJS = /([^\s:()"]+\.[cm]?[jt]sx?):(\d+):\d+/g;
const TASK = "/var/task/";

/** The time that cli/local/logs.ts writes before each message. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;
/** A line of a trace, or of its JSON. */
const TRACE = /^(?:[\s"',\]}]|Traceback |File )/;
/** How Python ends a trace: `botocore.exceptions.ClientError: …`. Lambda and Node.js write the words before the trace. */
const END_OF_TRACE = /^[\w.]+: /;

/**
 * The file and line of the function's own code that made a denied call, by the trace in its answer or log: `lambdas/python/app.py:12`.
 * The last trace counts.
 * @param text the answer, or the log
 * @param folder the folder of the function's code
 * @returns undefined when no trace names a file of the folder
 */
export function sourceLine(action: string, text: string, folder: string): string | undefined {
  const words = `perform: ${action}`;
  const lines = text.split(/\n|\\n/).map((line) => line.replace(TIME, ""));
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] ?? "";
    const at = line.lastIndexOf(words);
    if (at < 0 || /\w/.test(line.charAt(at + words.length))) continue;
    const trace = traceBefore(lines, index) ?? [
      line.slice(at + words.length),
      ...traceLines(lines.slice(index + 1)),
    ];
    const found = ownLine(trace.join("\n"), folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The trace that ends with a line. Undefined if the line ends none. */
function traceBefore(lines: readonly string[], index: number): string[] | undefined {
  if (!END_OF_TRACE.test(lines[index] ?? "") || !/^(?:\s+\S|File )/.test(lines[index - 1] ?? ""))
    return undefined;
  return traceLines(lines.slice(0, index).reverse()).reverse();
}

/** The first lines, as long as they belong to one trace. */
function traceLines(lines: readonly string[]): string[] {
  const end = lines.findIndex(
    (line, index) =>
      !TRACE.test(line) || line.includes("perform: ") || (index > 0 && line.startsWith("Traceback ")),
  );
  return lines.slice(0, end < 0 ? lines.length : end);
}

/** The innermost line of a trace in the function's own files. Python prints it last, Node.js first. */
export function ownLine(trace: string, folder: string): string | undefined {
  const python = [...trace.matchAll(PYTHON)]
    .filter(([, file = ""]) => existsSync(path.join(folder, file)))
    .map(([, file = "", line]) => `${path.join(folder, file)}:${line}`);
  if (python.length > 0) return python.at(-1);
  for (const [, file = "", line] of trace.matchAll(NODEJS)) {
    const own = ownFile(file, folder);
    if (own !== undefined) return `${own}:${line}`;
  }
  return undefined;
}

/** The file of the folder. A source map names files as they were when it was made, so the end of the path has to do. */
function ownFile(file: string, folder: string): string | undefined {
  if (file.includes("/node_modules/")) return undefined;
  const start = file.indexOf(TASK);
  const parts = (start < 0 ? file : file.slice(start + TASK.length)).split("/");
  const isSource = /\.[cm]?tsx?$/.test(file);
  if (start < 0 && !isSource) return undefined;
  const candidates = isSource ? parts.map((_, index) => parts.slice(index)) : [parts];
  return candidates.map((names) => path.join(folder, ...names)).find((name) => existsSync(name));
}
