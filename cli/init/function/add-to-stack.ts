import type TypeScript from "typescript";
import { functionFolder } from "./function-files";

type Ts = typeof TypeScript;

/** The text of a file with one more function, or the reason why the right place isn't certain. */
export type Addition = { readonly text: string } | { readonly unsure: string } | { readonly taken: true };

interface Edit {
  readonly at: number;
  readonly insert: string;
}

/** The format of a file. */
interface Style {
  readonly quote: string;
  readonly eol: string;
  readonly semicolon: string;
}

/** The lines of a new function in a stack. */
export function functionLines(
  name: string,
  { scope = "this", indent = "", unit = "  ", quote = '"', semicolon = ";" } = {},
): string[] {
  return [
    `${indent}new DockerImageFunction(${scope}, ${quote}${name}${quote}, {`,
    `${indent}${unit}code: DockerImageCode.fromImageAsset(${quote}${functionFolder(name)}${quote}),`,
    `${indent}${unit}memorySize: 256,`,
    `${indent}})${semicolon}`,
  ];
}

/**
 * Adds a function after the last one in the file.
 * @param ts the app's own TypeScript, which can parse the app's syntax
 */
export function addFunction(ts: Ts, text: string, name: string): Addition {
  if (hasErrors(ts, text)) return { unsure: "TypeScript can't parse it" };
  const source = ts.createSourceFile("stack.ts", text, ts.ScriptTarget.Latest, true);
  const made = newExpressions(ts, source);
  if (made.some(({ arguments: [, id] = [] }) => id && ts.isStringLiteralLike(id) && id.text === name)) {
    return { taken: true };
  }
  const last = made.filter(isFunction).at(-1);
  if (!last) return { unsure: "it creates no function" };
  const statement = ownStatement(ts, last);
  const scope = last.arguments?.[0];
  if (!statement || !scope || !isPlain(ts, scope)) {
    return {
      unsure: "its last function is not created by a separate statement in a constructor or function",
    };
  }
  const style = styleOf(text, statement);
  const imports = importEdits(ts, source, style);
  if (!imports) return { unsure: "it doesn't import DockerImageFunction by name" };
  const added = apply(text, [
    ...imports,
    statementEdit(ts, text, statement, { ...style, name, scope: scope.getText() }),
  ]);
  return isOneMore(ts, added, made.filter(isFunction).length)
    ? { text: added }
    : { unsure: "with these lines, TypeScript couldn't parse it" };
}

function hasErrors(ts: Ts, text: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, fileName: "stack.ts" });
  return diagnostics.length > 0;
}

function isOneMore(ts: Ts, text: string, before: number): boolean {
  const source = ts.createSourceFile("stack.ts", text, ts.ScriptTarget.Latest, true);
  return !hasErrors(ts, text) && newExpressions(ts, source).filter(isFunction).length === before + 1;
}

/** In the order of the file. */
function newExpressions(ts: Ts, source: TypeScript.SourceFile): TypeScript.NewExpression[] {
  const found: TypeScript.NewExpression[] = [];
  const look = (node: TypeScript.Node): void => {
    if (ts.isNewExpression(node)) found.push(node);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function isFunction({ expression }: TypeScript.NewExpression): boolean {
  return expression.getText() === "DockerImageFunction";
}

function isPlain(ts: Ts, scope: TypeScript.Expression): boolean {
  return scope.kind === ts.SyntaxKind.ThisKeyword || ts.isIdentifier(scope);
}

/**
 * The statement that creates a function, if it always runs exactly once: not in a loop, a condition or a nested
 * function.
 */
function ownStatement(ts: Ts, made: TypeScript.NewExpression): TypeScript.Statement | undefined {
  let node: TypeScript.Node = made;
  while (!ts.isStatement(node)) {
    if (ts.isFunctionLike(node) || ts.isConditionalExpression(node)) return undefined;
    node = node.parent;
  }
  const { parent } = node;
  const isBody =
    ts.isSourceFile(parent) ||
    (ts.isBlock(parent) &&
      (ts.isConstructorDeclaration(parent.parent) ||
        ts.isMethodDeclaration(parent.parent) ||
        ts.isFunctionDeclaration(parent.parent)));
  return isBody && (ts.isExpressionStatement(node) || ts.isVariableStatement(node)) ? node : undefined;
}

function styleOf(text: string, statement: TypeScript.Statement): Style {
  return {
    quote: statement.getText().includes('"') || !statement.getText().includes("'") ? '"' : "'",
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    semicolon: statement.getText().endsWith(";") ? ";" : "",
  };
}

/**
 * Imports DockerImageCode from the source of DockerImageFunction.
 * @returns undefined when that is not imported by name
 */
function importEdits(ts: Ts, source: TypeScript.SourceFile, { eol }: Style): Edit[] | undefined {
  const imported = source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) && !importClause.isTypeOnly ? [...bindings.elements] : [];
  });
  const find = (name: string) =>
    imported.find((element) => element.name.text === name && !element.propertyName && !element.isTypeOnly);
  const known = find("DockerImageFunction");
  if (!known) return undefined;
  if (find("DockerImageCode")) return [];
  const start = known.getStart();
  const before = source.text.slice(source.text.lastIndexOf("\n", start) + 1, start);
  // One name per line, or all in one line.
  return [{ at: start, insert: `DockerImageCode,${before.trim() === "" ? `${eol}${before}` : " "}` }];
}

function statementEdit(
  ts: Ts,
  text: string,
  statement: TypeScript.Statement,
  { eol, name, scope, ...style }: Style & { readonly name: string; readonly scope: string },
): Edit {
  const start = statement.getStart();
  const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1))?.[0] ?? "";
  // A comment at the end of the line belongs to the statement.
  const comments = ts.getTrailingCommentRanges(text, statement.end) ?? [];
  const unit = indent.includes("\t") ? "\t" : " ".repeat(indent.length / depthOf(ts, statement) || 2);
  const lines = functionLines(name, { ...style, scope, indent, unit });
  return { at: comments.at(-1)?.end ?? statement.end, insert: lines.map((line) => eol + line).join("") };
}

/** The number of blocks and classes around a statement. */
function depthOf(ts: Ts, statement: TypeScript.Statement): number {
  let depth = 0;
  for (let node: TypeScript.Node = statement; node.parent; node = node.parent) {
    if (ts.isBlock(node.parent) || ts.isClassLike(node.parent)) depth++;
  }
  return depth;
}

function apply(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((one, other) => other.at - one.at)
    .reduce((result, { at, insert }) => result.slice(0, at) + insert + result.slice(at), text);
}
