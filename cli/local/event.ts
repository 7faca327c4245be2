import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../command-line";
import { parseJsonText } from "../process/json-text";
import { CommandError } from "../process/steps";
import { codeFolder } from "./deployed-functions";

/** Where an event comes from. */
export interface EventSource {
  /** The JSON on the command line, or `-` for standard input. */
  readonly json: string | undefined;
  /** The text of `--event`: a file, or `-` for standard input, as of SAM's command line. */
  readonly file: string | undefined;
}

const STANDARD_INPUT = "-";

/**
 * The event to invoke a function with, as it is written: from the command line, a file or standard input. Without any of them
 * `lambdas/<function>/event.json`, or `{}` if there is no such file.
 * @throws CommandError when it is not JSON, with the place of the mistake
 */
export function readEvent(id: string, { json, file }: EventSource): string {
  if (json !== undefined && file !== undefined) {
    throw new CommandError(
      `There are two events: --event ${file}, and ${json} on the command line. Give one of them.`,
    );
  }
  if (file === STANDARD_INPUT || json === STANDARD_INPUT) {
    return checked(readFileSync(process.stdin.fd, "utf8"), "The event on standard input");
  }
  if (file !== undefined) {
    return checked(readFile(file), file);
  }
  if (json !== undefined) {
    return checkedArgument(json);
  }
  const sample = path.join(codeFolder(id), "event.json");
  return existsSync(sample) ? checked(readFile(sample), sample) : "{}";
}

function readFile(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw noEvent(
      code === "ENOENT" ? `There is no file ${path.resolve(file)}` : `${file} can't be read (${code})`,
    );
  }
  if (!isUtf8(bytes)) {
    throw noEvent(`${file} is not a text in UTF-8, as JSON has to be`);
  }
  return bytes.toString("utf8");
}

function noEvent(why: string): CommandError {
  return new CommandError(`${why}, so there is no event. Nothing was invoked.`);
}

function checked(text: string, name: string): string {
  parseJsonText(text, name);
  return text;
}

function checkedArgument(text: string): string {
  try {
    return checked(text, "The event");
  } catch (error) {
    const advice = existsSync(text.replace(/^@/, ""))
      ? `To send that file: ${commandLine("local:invoke --")} <function> --event ${text.replace(/^@/, "")}`
      : `In most shells it needs single quotes: ${commandLine("local:invoke --")} <function> '{"action": "list"}'`;
    throw new CommandError(`${(error as Error).message}\n\n${advice}`);
  }
}
