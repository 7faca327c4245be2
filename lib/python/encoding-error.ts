import { PythonSyntaxError } from "./python-syntax-error";

/** How a source names its encoding, in one of its first two lines (PEP 263). */
const ENCODING = /^[ \t\f]*#.*?coding[:=][ \t]*[-_.a-zA-Z0-9]+/;

/**
 * The error of a source whose bytes are not UTF-8. Python decodes it so, unless it names another encoding. It also refuses UTF-16, which
 * Windows PowerShell writes with `>`.
 * @returns undefined when the source names an encoding
 */
export function encodingError(source: string): PythonSyntaxError | undefined {
  const first = source.split(/\r\n|\r|\n/, 2);
  if (first.some((line) => ENCODING.test(line))) {
    return undefined;
  }
  // The first byte that could not be decoded. UTF-16 could be.
  const at = source.indexOf("\uFFFD");
  return new PythonSyntaxError(
    "it is not UTF-8, and its first two lines name no other encoding",
    Math.max(at, 0),
  );
}
