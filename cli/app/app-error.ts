import path from "node:path";
import { ownFolder } from "../own-folder";

/** A frame of a stack trace, with the place in its file; ` {` begins the properties of the error. */
const FRAME = /^\s+at (?:.* \()?(?:file:\/\/)?(.*?):(\d+):\d+\)?( \{)?$/;
/** A frame without a place. */
const OTHER_FRAME = /^\s+at .*(?:<anonymous>\)|native\)|\(index \d+\))( \{)?$/;
const CAUSE = /^\s*\[cause\]: (?!undefined)(.*)$/;
/** Errors that a program throws because of a mistake in it, and not as a message to its user. */
const BUG = /^(?:TypeError|ReferenceError|RangeError|SyntaxError|AssertionError)\b/m;

interface Frame {
  readonly file: string;
  readonly line: string;
}

/**
 * The output of an app that failed, for its author: the messages, and the lines of the app's own code instead of a stack trace. A
 * mistake of this package itself keeps its stack trace.
 * @param stderr what the app printed on standard error, as Node.js prints an error
 */
export function appErrorText(stderr: string, app = process.cwd(), own = ownFolder()): string {
  const lines: string[] = [];
  const frames: Frame[] = [];
  let inProperties = false;
  for (const line of stderr.trim().split("\n")) {
    const [, file = "", at = "", opens] = FRAME.exec(line) ?? [];
    if (file !== "") {
      frames.push({ file, line: at });
    }
    const isFrame = file !== "" || OTHER_FRAME.test(line);
    if (isFrame) {
      inProperties ||= opens !== undefined || line.endsWith(" {");
    } else if (inProperties) {
      const cause = CAUSE.exec(line)?.[1];
      if (cause !== undefined) lines.push(`Caused by: ${cause.replace(/ \{$/, "")}`);
      inProperties = line !== "}";
    } else if (!/^Node\.js v\d/.test(line)) {
      lines.push(line);
    }
  }
  const text = lines.join("\n").trim();
  const [first] = frames;
  if (first !== undefined && BUG.test(text) && isOwn(first.file, own)) {
    return `${stderr.trim()}\n\nThis is a mistake of cdktf-lambda-images itself. Please report it, with the lines above.`;
  }
  const places = frames.filter(({ file }) => isOfApp(file, app, own));
  return [withoutName(withoutBundler(text)), ...placesText(places, app)].join("\n");
}

/** esbuild prints its errors with their place in the file before it throws them again. */
function withoutBundler(text: string): string {
  const [printed = "", thrown] = text.split(/^Error: Build failed with \d+ errors?:$/m);
  return thrown !== undefined && printed.includes("[ERROR]") ? printed.trim() : text;
}

/** The name of an error whose message is for the app's author says nothing. */
function withoutName(text: string): string {
  return text.replace(/^(\w*Error): /m, (start, name) => (BUG.test(name) ? start : ""));
}

function placesText(places: readonly Frame[], app: string): string[] {
  const texts = places.map(({ file, line }) => `${path.relative(app, file)}:${line}`);
  return [...new Set(texts)].map((text) => `  at ${text}`);
}

function isOfApp(file: string, app: string, own: string): boolean {
  return isBelow(file, app) && !file.includes(`${path.sep}node_modules${path.sep}`) && !isOwn(file, own);
}

function isOwn(file: string, own: string): boolean {
  return ["lib", "cli", "dist"].some((folder) => isBelow(file, path.join(own, folder)));
}

function isBelow(file: string, folder: string): boolean {
  return path.isAbsolute(file) && !path.relative(folder, file).startsWith("..");
}
