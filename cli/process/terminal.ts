import type { WriteStream } from "node:tty";

/** The codes that begin and end a color. */
const CODES = { red: [31, 39], green: [32, 39], yellow: [33, 39], faint: [2, 22] } as const;

/**
 * A basic color, whose shade is the terminal's own, or a fainter shade of the text's color. So they can be read on light and on dark. (Gray can't: the
 * terminal scheme Solarized has its dark background under that name.)
 */
export type Color = keyof typeof CODES;

/** The stream of a terminal, or of a file or a program. */
export type Stream = Pick<WriteStream, "columns" | "hasColors" | "isTTY"> | NodeJS.WritableStream;

/**
 * Whether text for a stream has colors: in a terminal that has some, unless NO_COLOR is set and not empty (no-color.org, read
 * 2026-11-28). FORCE_COLOR overrides both, as in Node.js; `FORCE_COLOR=0` means no.
 */
export function hasColors(stream: Stream, environment: NodeJS.ProcessEnv = process.env): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none } = environment;
  if (force !== undefined) {
    return force !== "0" && force !== "false";
  }
  return !none && isTerminal(stream) && stream.hasColors(environment);
}

/** The text in a color, if the stream has colors. */
export function colored(color: Color, text: string, stream: Stream): string {
  const [begin, end] = CODES[color];
  return hasColors(stream) ? `\u001B[${begin}m${text}\u001B[${end}m` : text;
}

/** Whether a stream is a terminal whose lines can be drawn again. */
export function isTerminal(stream: Stream): stream is WriteStream {
  return "isTTY" in stream && stream.isTTY && process.env.TERM !== "dumb";
}

/** Wraps at words. A word that is longer than a line gets its own line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${line} ${word}`;
    }
  }
  return lines;
}

/**
 * Wraps the lines of a text that are too long for a stream's terminal, at words. The rest of a line gets its indent, or that of its
 * second column (`  --env <name>   runs the app …`, `  why: …`).
 */
export function fitLines(text: string, { columns }: Pick<WriteStream, "columns">): string {
  // A file or a program has no columns.
  if (!(columns > 0)) return text;
  return text
    .split("\n")
    .flatMap((line) => {
      const indent = indentOf(line);
      if (line.length <= columns || indent.length > columns / 2) return [line];
      const [first = "", ...more] = wrap(line.slice(indent.length), columns - indent.length);
      return [indent + first, ...more.map((rest) => " ".repeat(indent.length) + rest)];
    })
    .join("\n");
}

/** A line to type, which is copied as one line, and code, which has spaces side by side. */
const UNTOUCHED = /^ *(?:\w+: )?(?:npm|npx|terraform|tofu|docker|git|gh|aws|cd|cp) |\S {2,}\S/;

/** As fitLines, for messages: lines to type and code stay as they are. */
export function fitMessage(text: string, stream: Pick<WriteStream, "columns">): string {
  return text
    .split("\n")
    .map((line) => (UNTOUCHED.test(line) ? line : fitLines(line, stream)))
    .join("\n");
}

/** A line that is longer than this goes on in the next one, if that has the same indent. */
const LONG = 100;

/** As fitLines, without the breaks that paragraphs have in the source. */
export function fitParagraphs(text: string, stream: Pick<WriteStream, "columns">): string {
  if (!(stream.columns > 0)) return text;
  const lines: string[] = [];
  let before = "";
  for (const line of text.split("\n")) {
    const goesOn = before.length > LONG && /^ *(?=\S)/.exec(line)?.[0].length === indentOf(before).length;
    lines.push(goesOn ? `${lines.pop()} ${line.trimStart()}` : line);
    before = line;
  }
  return fitLines(lines.join("\n"), stream);
}

/** What stands before the text of a line: spaces, the first column of a table, or a label. */
function indentOf(line: string): string {
  return /^ {2,4}\S.*? {2,}(?=\S)|^ {2,4}(?:\w+:|[?!↑✗]) (?=\S)|^ */.exec(line)?.[0] ?? "";
}
