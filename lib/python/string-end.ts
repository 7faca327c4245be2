import { PythonSyntaxError } from "./python-syntax-error";

/** The end of the string that begins at `from`. `start` is its prefix and quotes. */
export function stringEnd(source: string, from: number, start: string): number {
  const quotes = start.replace(/^[a-z]+/i, "");
  const inside = from + start.length;
  const plain = plainEnd(source, inside, quotes);
  if (!/^[rbu]*[ft]/i.test(start)) {
    if (plain === undefined) throw unterminated(quotes, from, source);
    return plain;
  }
  // Since Python 3.12 the expressions in an f-string may contain its quotes (PEP 701). Before, the first such quote
  // ended the string.
  const end = formattedEnd(source, inside, quotes, 0) ?? plain;
  if (end === undefined) throw unterminated(quotes, from, source, "f-string");
  return end;
}

function unterminated(quotes: string, from: number, source: string, what = "string"): PythonSyntaxError {
  const triple = quotes.length === 3 ? "triple-quoted " : "";
  const line = source.slice(0, from).split(/\r\n|\r|\n/).length;
  return new PythonSyntaxError(`unterminated ${triple}${what} literal (it begins on line ${line})`, from);
}

function plainEnd(source: string, from: number, quotes: string): number | undefined {
  for (let at = from; at < source.length; at++) {
    const character = source[at];
    if (character === "\\") at += source[at + 1] === "\r" && source[at + 2] === "\n" ? 2 : 1;
    else if (source.startsWith(quotes, at)) return at + quotes.length;
    else if (quotes.length === 1 && (character === "\n" || character === "\r")) return undefined;
  }
  return undefined;
}

/** The maximum nesting of f-strings that is followed. */
const DEEPEST = 20;

function formattedEnd(source: string, from: number, quotes: string, depth: number): number | undefined {
  if (depth > DEEPEST) return undefined;
  for (let at = from; at < source.length; at++) {
    const character = source[at];
    if (source.startsWith(quotes, at)) return at + quotes.length;
    if (quotes.length === 1 && (character === "\n" || character === "\r")) return undefined;
    // A backslash doesn't escape a brace: `rf"\{x}"`. In `\N{…}` the name is read as an expression, which does no harm.
    if (character === "\\" && !/[{}]/.test(source[at + 1] ?? "")) at++;
    else if (character === "{" && source[at + 1] === "{") at++;
    else if (character === "{") {
      const end = fieldEnd(source, at + 1, quotes, depth);
      if (end === undefined) return undefined;
      at = end - 1;
    }
  }
  return undefined;
}

/** The end of a field of an f-string, just after its `}`. Its format may contain fields again. */
function fieldEnd(source: string, from: number, quotes: string, depth: number): number | undefined {
  let open = 0;
  let format = false;
  for (let at = from; at < source.length; at++) {
    const character = source[at] as string;
    if (format) {
      if (source.startsWith(quotes, at)) return undefined;
      if (character === "}") return at + 1;
      if (character === "{") {
        const end = fieldEnd(source, at + 1, quotes, depth + 1);
        if (end === undefined) return undefined;
        at = end - 1;
      }
      continue;
    }
    if (character === "#") while (at + 1 < source.length && source[at + 1] !== "\n") at++;
    else if (character === '"' || character === "'") {
      const start = /(?<![\w])[a-z]{0,2}$/i.exec(source.slice(Math.max(from, at - 3), at))?.[0] ?? "";
      const nested = source.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      const formatted = /[ft]/i.test(start);
      const end = formatted
        ? formattedEnd(source, at + nested.length, nested, depth + 1)
        : plainEnd(source, at + nested.length, nested);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if ("([{".includes(character)) open++;
    else if (open > 0 && ")]}".includes(character)) open--;
    else if (character === "}") return at + 1;
    else if (character === ":" && open === 0) format = true;
  }
  return undefined;
}
