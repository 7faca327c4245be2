import type { Block, Inline, Item } from "./blocks";
import { visible } from "./visible";

/** Where the page is printed. */
export interface TerminalOptions {
  /** Lines are wrapped to fit. */
  readonly columns: number;
  /** Formats a heading, and what should be noticed. */
  readonly strong: (text: string) => string;
}

/** A word, and how many columns it takes. */
interface Word {
  readonly text: string;
  readonly length: number;
}

const INDENT = "  ";

/** Formats blocks as lines of a terminal. Nothing is folded. */
export function terminal(blocks: readonly Block[], options: TerminalOptions): string {
  return blocks.map((each) => block(each, options)).join("\n\n");
}

function block(of: Block, options: TerminalOptions): string {
  switch (of.kind) {
    case "heading":
      return options.strong(plain(of.text));
    case "paragraph":
      return wrapped(of.text, ["", ""], options);
    case "list":
    case "alert":
      return of.items.map((each) => item(each, options)).join("\n");
    case "table":
      return table(of.rows, options);
    case "details":
      return terminal(of.blocks, options);
  }
}

function item({ text, children = [] }: Item, options: TerminalOptions): string {
  return [
    wrapped(text, [INDENT, INDENT.repeat(2)], options),
    ...children.map((child) => wrapped(child, [`${INDENT.repeat(2)}- `, INDENT.repeat(3)], options)),
  ].join("\n");
}

/** Rows without lines around them. The last cell begins on a line of its own where it doesn't fit. */
function table(rows: readonly (readonly Inline[])[], options: TerminalOptions): string {
  const first = Math.max(0, ...rows.map(([action = []]) => plain(action).length));
  return rows
    .map((row) => {
      const [action = [], ...others] = row;
      const rest = others.slice(0, -1).map(plain);
      const start = [`${INDENT}${plain(action).padEnd(first)}`, ...rest].join("  ");
      const last = others.at(-1) ?? [];
      const text = plain(last);
      if (text === "") return start.trimEnd();
      const line = `${start}  ${text}`;
      const indent = " ".repeat(first + INDENT.length * 2);
      return line.length <= options.columns
        ? line
        : `${start.trimEnd()}\n${wrapped(last, [indent, indent], options)}`;
    })
    .join("\n");
}

/** Wraps at spaces. A longer word, such as an address, gets a line of its own. */
function wrapped(of: Inline, [first, next]: readonly [string, string], options: TerminalOptions): string {
  const lines: string[] = [];
  let line = first;
  let length = first.length;
  let isEmpty = true;
  for (const word of wordsOf(of, options)) {
    if (!isEmpty && length + 1 + word.length > options.columns) {
      lines.push(line);
      line = next;
      length = next.length;
      isEmpty = true;
    }
    line += isEmpty ? word.text : ` ${word.text}`;
    length += word.length + (isEmpty ? 0 : 1);
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}

function wordsOf(of: Inline, { strong }: TerminalOptions): Word[] {
  const words: Word[] = [];
  let joins = false;
  for (const part of of) {
    const isStrong = typeof part !== "string" && "strong" in part;
    const text = textOf(part);
    const pieces = text.split(" ").filter((piece) => piece !== "");
    for (const [index, piece] of pieces.entries()) {
      const shown = isStrong ? strong(piece) : piece;
      const before = words.at(-1);
      if (before && index === 0 && joins && !text.startsWith(" ")) {
        words[words.length - 1] = { text: before.text + shown, length: before.length + piece.length };
      } else {
        words.push({ text: shown, length: piece.length });
      }
    }
    joins = pieces.length > 0 ? !text.endsWith(" ") : joins && !text.includes(" ");
  }
  return words;
}

function plain(of: Inline): string {
  return of.map(textOf).join("");
}

function textOf(part: Inline[number]): string {
  return typeof part === "string" ? part : "strong" in part ? part.strong : visible(part.name);
}
