import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseJsonText } from "../../process/json-text";
import { CommandError } from "../../process/steps";
import { codeFolder } from "../deployed-functions";
import type { EventChoice } from "./messages";

/** The folder of saved events, beside cdktf.json. It is no part of an image, and may be committed. */
const FOLDER = "events";
const NAME = /^[A-Za-z0-9][A-Za-z0-9 _-]{0,60}$/;

/** The saved events of a function: its event.json, and those in `events/<function>/`. */
export function savedEvents(id: string): EventChoice[] {
  const sample = path.join(codeFolder(id), "event.json");
  const folder = folderOf(id);
  const files = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const names = files.flatMap((file) => (file.isFile() && file.name.endsWith(".json") ? [file.name] : []));
  return [
    ...(existsSync(sample) ? [choice(sample, "event.json")] : []),
    ...names.sort().map((name) => choice(path.join(folder, name), name.slice(0, -".json".length))),
  ];
}

/**
 * Saves an event of a function. An event of the same name is replaced.
 * @returns the path of its file
 * @throws CommandError when it isn't JSON, or its name isn't one for a file
 */
export function saveEvent(id: string, name: string, text: string): string {
  if (!NAME.test(name)) {
    throw new CommandError(
      `An event can't be named "${name}": take up to 61 letters, digits, spaces, "-" and "_", and begin with a letter or digit.`,
    );
  }
  const file = path.join(folderOf(id), `${name}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(eventIn(text), undefined, 2)}\n`);
  return file;
}

/** @throws CommandError with the line and the column when the text isn't JSON */
export function eventIn(text: string): unknown {
  return parseJsonText(text, "The event");
}

function folderOf(id: string): string {
  // The id of a construct has no other letters that mean something in a path.
  return path.join(FOLDER, id.replaceAll(/[^\w.-]/g, "-").replace(/^\.+/, "-"));
}

function choice(file: string, title: string): EventChoice {
  return { id: file.split(path.sep).join("/"), title, text: readFileSync(file, "utf8") };
}
