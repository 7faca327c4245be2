import { CommandError } from "./steps";

/**
 * Parses JSON that a user wrote.
 * @param name the name of the file, or of what it is
 * @throws CommandError with the line and the column of the mistake
 */
export function parseJsonText(text: string, name: string): unknown {
  // Editors on Windows may write a byte order mark, which JSON.parse refuses.
  const json = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new CommandError(notJson(json, name, (error as Error).message));
  }
}

function notJson(text: string, name: string, message: string): string {
  if (text.trim() === "") {
    return `${name} is empty. It must have JSON, for example {}.`;
  }
  const before = text.slice(0, positionOf(text, message)).split("\n");
  const line = before.length;
  const column = (before.at(-1) ?? "").length + 1;
  const lines = text.split("\n").map((each) => each.trimEnd());
  const shown = [line - 1, line].filter((number) => number > 0);
  const width = String(line).length;
  // A file on one line can be long.
  const start = Math.max(0, column - SHOWN_BEFORE);
  return [
    `${name} is not JSON: ${problemIn(message)} at line ${line}, column ${column}`,
    "",
    ...shown.map(
      (number) =>
        `  ${String(number).padStart(width)} | ${(lines[number - 1] ?? "").slice(start, start + 2 * SHOWN_BEFORE)}`,
    ),
    `  ${" ".repeat(width)} | ${" ".repeat(column - 1 - start)}^`,
  ].join("\n");
}

const SHOWN_BEFORE = 40;

/** V8's message without the position (Node.js 20 to 24), in the middle of a sentence. */
function problemIn(message: string): string {
  const text = message.replace(/(?: in JSON)? at position \d+.*| in JSON$|, .* is not valid JSON$/s, "");
  return text === "Unexpected end of JSON input"
    ? "unexpected end"
    : text.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

function positionOf(text: string, message: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) {
    return Number(position);
  }
  return UNEXPECTED_TOKEN.test(message) ? endOfToken(text) - 1 : text.trimEnd().length;
}

const UNEXPECTED_TOKEN = /^Unexpected token /;

/**
 * V8 doesn't say where an unexpected token is. The error appears as soon as the beginning of the text includes the token, so a binary
 * search finds it.
 */
function endOfToken(text: string): number {
  let [without, having] = [0, text.length];
  while (having - without > 1) {
    const middle = (without + having) >> 1;
    if (hasToken(text.slice(0, middle))) having = middle;
    else without = middle;
  }
  return having;
}

function hasToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return UNEXPECTED_TOKEN.test((error as Error).message);
  }
}

/** Parses JSON that a program printed. `undefined` when it is not JSON. */
// biome-ignore lint/suspicious/noExplicitAny: the JSON of many programs
export function parseJson(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
