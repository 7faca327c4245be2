import { KEYWORDS, words } from "./python-keywords";
import { PythonSyntaxError } from "./python-syntax-error";
import { isOperator, isWord, type PythonToken, pythonTokens } from "./python-tokens";
import { checkPair, shape } from "./token-pairs";

const BLOCK_WORDS = words("def class if elif else for while try except finally with");
/** The statements that a clause may follow. */
const CLAUSE_AFTER: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["elif", words("if elif")],
  ["else", words("if elif for while try-except")],
  ["except", words("try try-except")],
  ["finally", words("try try-except else")],
]);

/**
 * The tokens of a Python source (none if it can't be tokenized), and the first syntax error, if all of CPython 3.9 to 3.14
 * certainly refuse it. It finds errors of brackets, strings and indentation, a missing colon or block, two operands
 * without an operator between them, an operator without an operand, clauses in a wrong place, `return` outside of a
 * function, and Python 2. Uncertain errors are not reported.
 *
 * It doesn't use @lezer/python. That grammar is tolerant, and it reports errors in about 7 of 100 valid files of
 * CPython's own standard library (1.1.19: a bare `yield`, `1.` before a bracket, `with (…) as (a, b)`, and others).
 */
export function readPython(source: string): {
  readonly tokens: readonly PythonToken[];
  readonly error?: PythonSyntaxError;
} {
  let tokens: PythonToken[] = [];
  try {
    tokens = pythonTokens(source);
    checkLines(tokens);
    return { tokens };
  } catch (error) {
    if (error instanceof PythonSyntaxError) return { tokens, error };
    throw error;
  }
}

interface Block {
  /** The keyword of the statement that opened the block. */
  readonly opener: string;
  /**
   * The last statement in the block: the keyword of a compound statement, or `try-except` after the first `except` of a
   * `try`.
   */
  last: string;
}

function checkLines(tokens: readonly PythonToken[]): void {
  const blocks: Block[] = [{ opener: "module", last: "" }];
  let opener: { readonly word: string; readonly at: number } | undefined;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as PythonToken;
    const block = blocks.at(-1) as Block;
    if (token.kind === "indent") {
      if (!opener) throw new PythonSyntaxError("unexpected indent", token.from);
      blocks.push({ opener: opener.word, last: "" });
      opener = undefined;
    } else if (token.kind === "dedent") {
      if (opener) throw expectedBlock(opener.word, token.from);
      checkTry(block, token.from);
      blocks.pop();
    } else if (token.kind !== "newline") {
      if (opener) throw expectedBlock(opener.word, token.from);
      const end = endOfLine(tokens, index);
      const line = tokens.slice(index, end);
      checkClause(line, block);
      checkLine(line, tokens[end] as PythonToken, blocks);
      opener = opens(line);
      index = end;
    }
  }
  const end = tokens.at(-1)?.from ?? 0;
  if (opener) throw expectedBlock(opener.word, end);
  checkTry(blocks[0] as Block, end);
}

function endOfLine(tokens: readonly PythonToken[], from: number): number {
  let end = from;
  while (end < tokens.length - 1 && tokens[end]?.kind !== "newline") end++;
  return end;
}

function expectedBlock(word: string, at: number): PythonSyntaxError {
  return new PythonSyntaxError(`expected an indented block after '${word}'`, at);
}

/** The first keyword of a statement; `def` for `async def`. */
function firstWord(line: readonly PythonToken[]): string {
  const [first, second] = line;
  if (first?.kind !== "name") return "";
  return first.text === "async" ? (second?.text ?? "") : first.text;
}

function opens(line: readonly PythonToken[]): { word: string; at: number } | undefined {
  const last = line.at(-1);
  return last && isOperator(last, ":") ? { word: firstWord(line), at: last.from } : undefined;
}

function checkTry(block: Block, at: number): void {
  if (block.last === "try") throw new PythonSyntaxError("expected 'except' or 'finally' block", at);
}

/** Checks that `else`, `except` and similar clauses follow the statement they belong to. */
function checkClause(line: readonly PythonToken[], block: Block): void {
  const [first] = line as [PythonToken];
  const word = firstWord(line);
  const after = first.kind === "name" ? CLAUSE_AFTER.get(word) : undefined;
  if (after) {
    if (!after.has(block.last))
      throw new PythonSyntaxError(`'${word}' without a statement it belongs to`, first.from);
  } else checkTry(block, first.from);
  if (word === "except") block.last = "try-except";
  // `finally` may follow the `else` of a `try`, but not the `else` of a loop or an `if`.
  else if (word === "else") block.last = block.last === "try-except" ? "else" : "";
  else block.last = BLOCK_WORDS.has(word) && word !== "finally" ? word : "";
}

function checkLine(line: readonly PythonToken[], end: PythonToken, blocks: readonly Block[]): void {
  checkHeader(line, end);
  checkPrint(line);
  checkReturn(line, blocks);
  let depth = 0;
  for (let index = 0; index <= line.length; index++) {
    const token = line[index] ?? end;
    const before = line[index - 1];
    const start = before === undefined || isOperator(before, ";") || (isOperator(before, ":") && depth === 0);
    checkPair(before, token, start ? "start" : shape(before as PythonToken), index, line);
    if (token.kind === "operator" && "([{".includes(token.text)) depth++;
    if (token.kind === "operator" && ")]}".includes(token.text)) depth--;
  }
}

/** Checks the colon of a compound statement, the name of a function, and `=` instead of `==`. */
function checkHeader(line: readonly PythonToken[], end: PythonToken): void {
  const word = firstWord(line);
  const [first] = line as [PythonToken];
  let depth = 0;
  let colons = 0;
  let lambdas = 0;
  let assigns: PythonToken | undefined;
  for (const token of line) {
    if (token.kind === "operator") {
      if ("([{".includes(token.text)) depth++;
      else if (")]}".includes(token.text)) depth--;
      else if (depth === 0 && token.text === ":") colons++;
      else if (depth === 0 && token.text === "=" && colons === 0) assigns ??= token;
    } else if (depth === 0 && isWord(token, "lambda")) lambdas++;
  }
  const last = line.at(-1) as PythonToken;
  if (!BLOCK_WORDS.has(word)) {
    const soft = first.kind === "name" && (word === "match" || word === "case");
    if (isOperator(last, ":") && !soft) throw new PythonSyntaxError("invalid syntax", last.from);
    return;
  }
  if (lambdas === 0 && assigns && ["if", "elif", "while"].includes(word))
    throw new PythonSyntaxError("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", assigns.from);
  if (word === "def" || word === "class") {
    const name = line[isWord(first, "async") ? 2 : 1];
    if (name?.kind !== "name" || KEYWORDS.has(name.text))
      throw new PythonSyntaxError("invalid syntax", (name ?? end).from);
    const after = line[line.indexOf(name) + 1] ?? end;
    const right = ["(", "[", ...(word === "class" ? [":"] : [])];
    if (after.kind !== "operator" || !right.includes(after.text))
      throw new PythonSyntaxError(word === "def" ? "expected '('" : "expected ':'", after.from);
  }
  if (colons <= lambdas && (colons === 0 || lambdas === 0))
    throw new PythonSyntaxError("expected ':'", end.from);
}

/** Checks for Python 2's print and exec. */
function checkPrint(line: readonly PythonToken[]): void {
  line.forEach((token, index) => {
    const before = line[index - 1];
    if (before && !isOperator(before, ";") && !isOperator(before, ":")) return;
    if (!isWord(token, "print") && !isWord(token, "exec")) return;
    const next = line[index + 1];
    const plain = next?.kind === "name" && !KEYWORDS.has(next.text);
    if (next?.kind === "string" || next?.kind === "number" || plain)
      throw new PythonSyntaxError(
        `Missing parentheses in call to '${token.text}'. Did you mean ${token.text}(...)?`,
        token.from,
      );
  });
}

function checkReturn(line: readonly PythonToken[], blocks: readonly Block[]): void {
  if (!isWord(line[0], "return")) return;
  const inside = blocks.findLast(({ opener }) => opener === "def" || opener === "class");
  if (inside?.opener !== "def")
    throw new PythonSyntaxError("'return' outside function", (line[0] as PythonToken).from);
}
