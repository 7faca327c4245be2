import { KEYWORDS, words } from "./python-keywords";
import { PythonSyntaxError } from "./python-syntax-error";
import { isOperator, isWord, type PythonToken } from "./python-tokens";

/** Keywords that end an operand. */
const CONSTANTS = words("False None True");
/** Allowed only at the beginning of a statement. */
const STATEMENT_WORDS = words(
  "assert break class continue def del elif except finally global nonlocal pass raise return try while with",
);
/** A token must follow these, and none of `ENDS`. */
const NEEDS_MORE = words(
  "and assert await class def del elif for global if import in is nonlocal not or while with + - ~ % // @ & | ^ << >> == != <= >= < > = := += -= *= /= //= %= @= &= |= ^= >>= <<= **= -> .",
);
const ENDS = words(") ] } , ; = := += -= *= /= //= %= @= &= |= ^= >>= <<= **=");
/** Operators that need an operand before them. */
const BINARY = words(
  "% // & | ^ << >> == != <= >= < > and or is = := += -= *= /= //= %= @= &= |= ^= >>= <<= **= ->",
);

type Shape = "start" | "operand" | "other";

export function shape(token: PythonToken): Shape {
  if (token.kind === "number" || token.kind === "string") return "operand";
  if (token.kind === "name")
    return !KEYWORDS.has(token.text) || CONSTANTS.has(token.text) ? "operand" : "other";
  return [")", "]", "}", "..."].includes(token.text) ? "operand" : "other";
}

/** Checks two adjacent tokens. `before` may end an operand. */
export function checkPair(
  before: PythonToken | undefined,
  token: PythonToken,
  ends: Shape,
  index: number,
  line: readonly PythonToken[],
): void {
  const { kind, text } = token;
  const word = kind === "name" && KEYWORDS.has(text);
  const operator = kind === "operator" || word;
  const invalid = () =>
    new PythonSyntaxError("invalid syntax", kind === "newline" && before ? before.from : token.from);

  if (ends === "operand" && before) {
    const begins =
      kind === "number" ||
      kind === "string" ||
      (kind === "name" && (!word || CONSTANTS.has(text) || ["lambda", "await", "yield"].includes(text))) ||
      (kind === "operator" && ["{", "...", "~"].includes(text));
    const strings = before.kind === "string" && kind === "string";
    // `from ...package import`: there the ellipsis is three dots.
    const dots = before.text === "..." && isWord(line[0], "from");
    if (begins && !strings && !dots && !isSoftKeyword(line, index - 1)) throw adjacent(before, token);
  }
  if (word && STATEMENT_WORDS.has(text) && ends !== "start" && !isWord(before, "async")) throw invalid();
  // `a, = b` unpacks one value.
  const unpacks = text === "=" && before !== undefined && isOperator(before, ",");
  if (operator && BINARY.has(text) && ends !== "operand" && !unpacks) throw invalid();
  if (before && ends !== "operand" && needsMore(before, index, line)) {
    const closes = kind === "newline" || (kind === "operator" && (ENDS.has(text) || text === ":"));
    if (closes) throw invalid();
  }
  if (isOperator(token, ",") && (ends === "start" || (before && "([{,".includes(before.text))))
    throw invalid();
  if (before && isOperator(before, ".") && kind !== "name" && !(kind === "operator" && text.startsWith(".")))
    throw invalid();
}

function needsMore(token: PythonToken, index: number, line: readonly PythonToken[]): boolean {
  if (token.kind !== "operator" && token.kind !== "name") return false;
  if (!NEEDS_MORE.has(token.text)) return false;
  // `from . import x`: the dots need no name.
  return !(token.text === "." && line[0]?.text === "from" && index > 0);
}

/** Whether it is a soft keyword, which may come before an operand at the start of a statement. */
function isSoftKeyword(line: readonly PythonToken[], index: number): boolean {
  const token = line[index];
  const first =
    index === 0 ||
    isOperator(line[index - 1] as PythonToken, ";") ||
    isOperator(line[index - 1] as PythonToken, ":");
  return first && token?.kind === "name" && ["match", "case", "type"].includes(token.text);
}

function adjacent(before: PythonToken, token: PythonToken): PythonSyntaxError {
  if (before.kind === "number" && before.from + before.text.length === token.from)
    return new PythonSyntaxError("invalid decimal literal", before.from);
  return new PythonSyntaxError("invalid syntax (perhaps a comma or an operator is missing)", token.from);
}
