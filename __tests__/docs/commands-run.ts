import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const FOLDER = "__tests__/e2e";
/** What starts a command, and isn't its name. */
const PROGRAMS = /^(npm|npx|run|(cdktf-)?lambda-images)$/;
/** Functions of tests that run one script. */
const SCRIPTS: Readonly<Record<string, string>> = { invoke: "local:invoke", permissions: "permissions" };

/**
 * The commands that the end-to-end tests run: for each name, the options that it was run with in any test. It reads the tests' calls,
 * `checkout.succeed("deploy", [...LOCAL_AWS, "--yes"])` for example.
 */
export function commandsRun(): ReadonlyMap<string, ReadonlySet<string>> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => parse(path.join(FOLDER, name)));
  const constants = new Map(files.flatMap(arrays));
  const found = new Map<string, Set<string>>();
  for (const call of files.flatMap((file) => nodes(file, ts.isCallExpression))) {
    const [name, ...args] = wordsOf(call, constants);
    if (name === undefined) continue;
    const options = found.get(name) ?? new Set();
    found.set(name, options);
    for (const arg of args.filter((word) => word.startsWith("--"))) options.add(arg);
  }
  return found;
}

/** The texts that a call passes, without the programs that start a command. */
function wordsOf(call: ts.CallExpression, constants: ReadonlyMap<string, readonly string[]>): string[] {
  const { expression } = call;
  const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  const words = call.arguments.flatMap((argument) => [
    ...(ts.isStringLiteralLike(argument) ? [argument.text] : []),
    ...(ts.isIdentifier(argument) ? (constants.get(argument.text) ?? []) : []),
    ...(ts.isArrayLiteralExpression(argument) ? elements(argument, constants) : []),
  ]);
  const script = SCRIPTS[called.getText()];
  return [...(script === undefined ? [] : [script]), ...words].filter((word) => !PROGRAMS.test(word));
}

function elements(
  array: ts.ArrayLiteralExpression,
  constants: ReadonlyMap<string, readonly string[]>,
): string[] {
  return array.elements.flatMap((element) => {
    if (ts.isStringLiteralLike(element)) return [element.text];
    const name = ts.isSpreadElement(element) ? element.expression.getText() : "";
    return [...(constants.get(name) ?? [])];
  });
}

/** The constants of a file that are lists of texts, by name. */
function arrays(file: ts.SourceFile): (readonly [string, readonly string[]])[] {
  return nodes(file, ts.isVariableDeclaration).flatMap(({ name, initializer }) =>
    initializer && ts.isArrayLiteralExpression(initializer)
      ? [[name.getText(), elements(initializer, new Map())] as const]
      : [],
  );
}

function nodes<T extends ts.Node>(from: ts.Node, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node) => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(from);
  return found;
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}
