import type { DockerfileError, Flag, HereDocument, Instruction } from "./instruction";

export interface ReadInstructions {
  readonly instructions: readonly Instruction[];
  /** The character that continues lines and escapes others: `\`, or the value of `# escape`. */
  readonly escapeChar: string;
  /** The value of `# syntax`. @default - none */
  readonly syntax?: string;
  readonly errors: readonly DockerfileError[];
}

/**
 * Splits a Dockerfile into instructions, as BuildKit does (moby/buildkit v0.32, frontend/dockerfile/parser: `Parse`,
 * `splitCommand`, `heredocsFromLine`, `DirectiveParser`).
 *
 * A check must see the same instructions as the build. A parser made for editors doesn't, because it is more lenient.
 * Examples from dockerfile-ast 0.7.1: it reads `<<EOF` inside quotes as a here-document and swallows the instructions
 * after it, it doesn't support `3<<EOF`, and it continues a line that ends in two backslashes.
 */
export function readInstructions(text: string): ReadInstructions {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  if (lines.at(-1) === "") lines.pop();
  const directives = readDirectives(lines);
  const continued = continuation(directives.escapeChar);
  const instructions: Instruction[] = [];
  const errors: DockerfileError[] = [...directives.errors];

  for (let next = 0; next < lines.length; ) {
    const start = next;
    let line = trimEnd(lines[next++]).trimStart();
    if (line.startsWith("#")) line = "";
    let open = continued.test(line);
    let swallowed: Instruction["swallowed"];
    let backslashLine = start + 1;
    let joined = line.replace(continued, "$1");
    if (!open && joined === "") continue;
    while (open && next < lines.length) {
      const more = trimEnd(lines[next++]);
      // Comments and empty lines don't end an instruction.
      if (more.trim() === "" || more.trimStart().startsWith("#")) continue;
      const [, word] = /^([A-Z]+)\s+\S/.exec(more) ?? [];
      if (word !== undefined && INSTRUCTIONS.has(word)) swallowed ??= { keyword: word, backslashLine };
      open = continued.test(more);
      backslashLine = next;
      joined += more.replace(continued, "$1");
    }

    const parts = split(joined, directives.escapeChar);
    if (parts.keyword === "") continue;
    const json = JSON_FORM.has(parts.keyword) ? jsonForm(parts.text) : undefined;
    if (json === "not-strings") {
      errors.push({
        line: start + 1,
        message: `The JSON form of ${parts.keyword} has an element that is not a string.`,
        fix: `Put every element into double quotes: ${parts.keyword} ["one", "two"].`,
      });
    }
    const strings = typeof json === "string" ? undefined : json;
    const documents: HereDocument[] = [];
    for (const document of strings === undefined && mayHoldDocument(parts) ? hereDocuments(joined) : []) {
      const end = lines.findIndex((candidate, index) => {
        const plain = trimEnd(candidate);
        return index >= next && (document.chomp ? plain.replace(/^\t+/, "") : plain) === document.name;
      });
      if (end === -1) {
        errors.push({
          line: start + 1,
          message: `The here-document <<${document.name} is not closed.`,
          fix: `Add a line with ${document.name} and nothing else.`,
        });
      }
      documents.push({
        name: document.name,
        content: lines.slice(next, end === -1 ? undefined : end).join("\n"),
      });
      next = end === -1 ? lines.length : end + 1;
    }
    instructions.push({
      ...parts,
      ...(strings !== undefined && { json: strings }),
      line: start + 1,
      endLine: next,
      ...(swallowed && { swallowed }),
      documents,
      source: lines.slice(start, next).map(trimEnd).join("\n"),
    });
  }
  return {
    instructions,
    escapeChar: directives.escapeChar,
    ...(directives.syntax !== undefined && { syntax: directives.syntax }),
    errors,
  };
}

/** All instructions, in capitals (docs.docker.com, “Dockerfile reference”). */
export const INSTRUCTIONS: ReadonlySet<string> = new Set([
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
]);

/** The instructions that may be written as a JSON list. */
const JSON_FORM = new Set(["ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"]);

interface Parts {
  readonly keyword: string;
  readonly flags: readonly Flag[];
  readonly text: string;
}

function trimEnd(line: string | undefined): string {
  return (line ?? "").replace(/\r+$/, "");
}

/** The escape character at the end of a line, unless it is itself escaped. */
function continuation(escapeChar: string): RegExp {
  return new RegExp(`([^\\${escapeChar}])\\${escapeChar}[ \\t]*$|^\\${escapeChar}[ \\t]*$`);
}

function readDirectives(lines: readonly string[]): {
  escapeChar: string;
  syntax?: string;
  errors: DockerfileError[];
} {
  const found = new Map<string, string>();
  const errors: DockerfileError[] = [];
  for (const [index, line] of lines.entries()) {
    const [, name, value] = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key === undefined || value === undefined || !["syntax", "escape", "check"].includes(key)) break;
    if (found.has(key)) {
      errors.push({
        line: index + 1,
        message: `The directive # ${key} occurs twice.`,
        fix: "Remove one of the two lines.",
      });
    }
    if (key === "escape" && value !== "\\" && value !== "`") {
      errors.push({
        line: index + 1,
        message: `# escape can't be ${JSON.stringify(value)}.`,
        fix: "Use # escape=` or remove the line: the default is a backslash.",
      });
      continue;
    }
    found.set(key, value);
  }
  const syntax = found.get("syntax");
  return { escapeChar: found.get("escape") ?? "\\", ...(syntax !== undefined && { syntax }), errors };
}

function split(line: string, escapeChar: string): Parts {
  const [, keyword = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(line.trim()) ?? [];
  const flags: Flag[] = [];
  let text = rest;
  while (text.startsWith("--")) {
    const { word, end } = flagWord(text, escapeChar);
    text = text.slice(end).trimStart();
    if (word === "--") break;
    const equals = word.indexOf("=");
    flags.push(
      equals === -1
        ? { name: word.slice(2), value: "" }
        : { name: word.slice(2, equals), value: word.slice(equals + 1) },
    );
  }
  return { keyword: keyword.toUpperCase(), flags, text: text.trim() };
}

/** The word at the start, without its quotes, and the position of its end. */
function flagWord(text: string, escapeChar: string): { word: string; end: number } {
  let word = "";
  let quote = "";
  let i = 0;
  for (; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === escapeChar) word += text.charAt(++i);
    else if (quote !== "") {
      if (char === quote) quote = "";
      else word += char;
    } else if (char === '"' || char === "'") quote = char;
    else if (/\s/.test(char)) break;
    else word += char;
  }
  return { word, end: i };
}

/** A list that is not valid JSON is no error: Docker reads it as the shell form. */
function jsonForm(text: string): readonly string[] | "not-strings" | undefined {
  if (!text.startsWith("[")) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  return value.every((element): element is string => typeof element === "string") ? value : "not-strings";
}

function mayHoldDocument({ keyword, text }: Parts): boolean {
  return /^(ADD|COPY|RUN)$/.test(keyword) || (keyword === "ONBUILD" && /^(ADD|COPY|RUN)\s/i.test(text));
}

function hereDocuments(line: string): { name: string; chomp: boolean }[] {
  return quotedWords(line).flatMap((word) => {
    const [, chomp, rest] = /^\d*<<(-?)\s*([^<]*)$/.exec(word) ?? [];
    const name = rest?.replace(/['"]/g, "");
    return name ? [{ name, chomp: chomp === "-" }] : [];
  });
}

/** The words with their quotes. A `<<` and the word after it count as one. Empty if a quote is not closed. */
function quotedWords(line: string): string[] {
  const words: string[] = [];
  let word = "";
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === "'" || char === '"') {
      let end = i + 1;
      while (end < line.length && line.charAt(end) !== char)
        end += char === '"' && line.charAt(end) === "\\" ? 2 : 1;
      if (end >= line.length) return [];
      word += line.slice(i, end + 1);
      i = end;
    } else if (char === "\\") {
      word += line.slice(i, i + 2);
      i++;
    } else if (char === "<" && line.charAt(i + 1) === "<") {
      const [all] = /^<<\s*/.exec(line.slice(i)) ?? [""];
      word += all;
      i += all.length - 1;
    } else if (/\s/.test(char)) {
      if (word !== "") words.push(word);
      word = "";
    } else word += char;
  }
  return word === "" ? words : [...words, word];
}
