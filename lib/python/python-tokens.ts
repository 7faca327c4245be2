import { PythonSyntaxError } from "./python-syntax-error";
import { stringEnd } from "./string-end";

/** A token of Python source, as in CPython's tokenizer (docs.python.org, "Lexical analysis"), without comments. */
export interface PythonToken {
  /**
   * `newline` ends a logical line. `indent` and `dedent` begin and end a block. A string is one token, also an
   * f-string.
   */
  readonly kind: "name" | "number" | "string" | "operator" | "newline" | "indent" | "dedent";
  readonly text: string;
  /** Offset in the source. */
  readonly from: number;
}

export function isOperator(token: PythonToken, text: string): boolean {
  return token.kind === "operator" && token.text === text;
}

export function isWord(token: PythonToken | undefined, text: string): boolean {
  return token?.kind === "name" && token.text === text;
}

const ASCII_NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
// Characters that this Node.js doesn't know yet (Cn), and bytes that could not be decoded (U+FFFD), count as letters.
const NAME = /(?:[_\p{ID_Start}\p{Cn}\uFFFD])(?:[\p{ID_Continue}\p{Cn}\uFFFD])*/uy;
const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?[jJ]?/y;
const STRING_START = /(?:[rRbBuUfFtT]|[rR][bBfFtT]|[bBfFtT][rR])?(?:"""|'''|"|')/y;
const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|==|!=|<=|>=|\*\*|\/\/|<<|>>|[+\-*/%@&|^]=|[+\-*/%@&|^~<>=.,:;()[\]{}]/y;
const CLOSES: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * Splits Python source into tokens. It accepts what any CPython from 3.9 to 3.14 accepts. What it refuses, all of them
 * refuse.
 * @throws PythonSyntaxError
 */
export function pythonTokens(source: string): PythonToken[] {
  const tokens: PythonToken[] = [];
  const brackets: { readonly text: string; readonly from: number }[] = [];
  const indents = [{ column: 0, alternative: 0 }];
  const nul = source.indexOf("\0");
  if (nul >= 0) throw new PythonSyntaxError("source code string cannot contain null bytes", nul);
  let at = source.startsWith("\uFEFF") ? 1 : 0;
  let lineBegins = true;

  while (at < source.length) {
    if (lineBegins) {
      lineBegins = false;
      if (!indentation()) continue;
    }
    const character = source[at] as string;
    if (character === "\n" || character === "\r") endLine();
    else if (character === " " || character === "\t" || character === "\f") at++;
    else if (character === "#") skipComment();
    else if (character === "\\") continueLine();
    else token(character);
  }
  const open = brackets.at(-1);
  if (open) throw new PythonSyntaxError(`'${open.text}' was never closed`, open.from);
  if (tokens.length > 0 && tokens.at(-1)?.kind !== "newline") add("newline", "", at);
  for (let level = indents.length; level > 1; level--) add("dedent", "", at);
  return tokens;

  function add(kind: PythonToken["kind"], text: string, from: number): void {
    tokens.push({ kind, text, from });
  }

  function skipComment(): void {
    while (at < source.length && source[at] !== "\n" && source[at] !== "\r") at++;
  }

  function newlineLength(): number {
    return source[at] === "\r" && source[at + 1] === "\n" ? 2 : 1;
  }

  function endLine(): void {
    if (brackets.length === 0) {
      add("newline", "", at);
      lineBegins = true;
    }
    at += newlineLength();
  }

  function continueLine(): void {
    at++;
    if (source[at] === "\n" || source[at] === "\r") at += newlineLength();
    else if (at < source.length)
      throw new PythonSyntaxError("unexpected character after line continuation character", at);
  }

  /** Measures the indentation of a line. False for an empty line. Tabs count as in CPython. */
  function indentation(): boolean {
    let column = 0;
    let alternative = 0;
    for (; at < source.length; at++) {
      const character = source[at];
      if (character === " ") {
        column++;
        alternative++;
      } else if (character === "\t") {
        column = (Math.floor(column / 8) + 1) * 8;
        alternative++;
      } else if (character === "\f") {
        column = 0;
        alternative = 0;
      } else if (character === "\\" && /[\r\n]/.test(source[at + 1] ?? "")) {
        // The next physical line continues this one, and the indentation counts from here.
        at++;
        at += newlineLength() - 1;
      } else break;
    }
    const character = source[at];
    if (character === "#") skipComment();
    if (at >= source.length) return false;
    if (source[at] === "\n" || source[at] === "\r") {
      at += newlineLength();
      lineBegins = true;
      return false;
    }
    let current = indents.at(-1) as { column: number; alternative: number };
    if (column > current.column) {
      if (alternative <= current.alternative) throw tabs();
      indents.push({ column, alternative });
      add("indent", "", at);
      return true;
    }
    while (column < current.column) {
      indents.pop();
      current = indents.at(-1) as { column: number; alternative: number };
      add("dedent", "", at);
    }
    if (column !== current.column)
      throw new PythonSyntaxError("unindent does not match any outer indentation level", at);
    if (alternative !== current.alternative) throw tabs();
    return true;
  }

  function tabs(): PythonSyntaxError {
    return new PythonSyntaxError("inconsistent use of tabs and spaces in indentation", at);
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  }

  /** Most names are ASCII, and the pattern for all other names is slow. */
  function nameAt(): string | undefined {
    const name = match(ASCII_NAME);
    const next = source.charCodeAt(at + (name?.length ?? 0));
    return next >= 0x80 ? match(NAME) : name;
  }

  function token(character: string): void {
    const from = at;
    const start = /["'rbuft]/i.test(character) ? match(STRING_START) : undefined;
    if (start) {
      at = stringEnd(source, at, start);
      add("string", source.slice(from, at), from);
      return;
    }
    const name = nameAt();
    if (name) {
      at += name.length;
      add("name", name, from);
      return;
    }
    const number = /[0-9.]/.test(character) ? match(NUMBER) : undefined;
    if (number) {
      at += number.length;
      if (/^0[0-9_]*[1-9][0-9_]*$/.test(number)) {
        const message =
          "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
        throw new PythonSyntaxError(message, from);
      }
      add("number", number, from);
      return;
    }
    const operator = match(OPERATOR);
    if (!operator) throw new PythonSyntaxError(invalidCharacter(at), at);
    if ("([{".includes(operator)) brackets.push({ text: operator, from });
    const opening = CLOSES[operator];
    if (opening) {
      const open = brackets.pop();
      if (!open) throw new PythonSyntaxError(`unmatched '${operator}'`, from);
      if (open.text !== opening)
        throw new PythonSyntaxError(
          `closing parenthesis '${operator}' does not match opening parenthesis '${open.text}'`,
          from,
        );
    }
    at += operator.length;
    add("operator", operator, from);
  }

  function invalidCharacter(offset: number): string {
    const point = source.codePointAt(offset) as number;
    const text = String.fromCodePoint(point);
    if (point < 0x80) return "invalid syntax";
    return `invalid character '${text}' (U+${point.toString(16).toUpperCase().padStart(4, "0")})`;
  }
}
