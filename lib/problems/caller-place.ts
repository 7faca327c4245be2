import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";

const LIBRARY = dirname(__dirname) + sep;
const FRAME = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):(\d+)\)?$/;

/** The line of the stack that called into this library, for problems with what is written there. */
export function callerPlace(): { readonly file: string; readonly line: number } | undefined {
  for (const frame of (new Error().stack ?? "").split("\n").slice(1)) {
    const [, location, line] = FRAME.exec(frame.trim()) ?? [];
    if (location === undefined || line === undefined) {
      continue;
    }
    const file = location.startsWith("file://") ? fileURLToPath(location) : location;
    if (!file.startsWith(LIBRARY) && !file.includes(`${sep}node_modules${sep}`)) {
      return { file, line: Number(line) };
    }
  }
  return undefined;
}
