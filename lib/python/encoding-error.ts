import { PythonSyntaxError } from "./python-syntax-error";
import type { PythonToken } from "./python-tokens";

/** How a source names its encoding, in one of its first two lines (PEP 263). */
const ENCODING = /^[ \t\f]*#.*?coding[:=][ \t]*[-_.a-zA-Z0-9]+/;
/** In place of what could not be decoded. */
const REPLACED = "\uFFFD";

/** Whether a source names its encoding. */
export function namesEncoding(source: string): boolean {
  return source.split(/\r\n|\r|\n/, 2).some((line) => ENCODING.test(line));
}

/**
 * The error of a source that is not UTF-8, and names no other encoding. Python refuses what it can't decode, except in comments (CPython
 * 3.9 to 3.13), and UTF-16, which Windows PowerShell writes with `>`.
 * @param tokens those of the source, as far as it could be decoded
 */
export function encodingError(source: string, tokens: readonly PythonToken[]): PythonSyntaxError | undefined {
  const isUtf16 = !source.includes(REPLACED);
  const token = tokens.find(({ text }) => text.includes(REPLACED));
  const at = isUtf16 ? 0 : token && token.from + token.text.indexOf(REPLACED);
  return at === undefined
    ? undefined
    : new PythonSyntaxError("it is not UTF-8, and its first two lines name no other encoding", at);
}
