import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";

const FRAME = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):(\d+)\)?$/;

/** The line of the stack that called this library, for problems with the code there. */
export function callerPlace(): { readonly file: string; readonly line: number } | undefined {
  const places = (new Error().stack ?? "").split("\n").slice(1).flatMap(placeOf);
  const [here] = places;
  if (here === undefined) {
    return undefined;
  }
  // This file is lib/problems/caller-place.ts, also in a bundle, whose stack traces name its sources.
  const library = dirname(dirname(here.file)) + sep;
  return places.find(({ file }) => !file.startsWith(library) && !file.includes(`${sep}node_modules${sep}`));
}

function placeOf(frame: string): { readonly file: string; readonly line: number }[] {
  const [, location, line] = FRAME.exec(frame.trim()) ?? [];
  if (location === undefined || line === undefined) {
    return [];
  }
  return [{ file: location.startsWith("file://") ? fileURLToPath(location) : location, line: Number(line) }];
}
