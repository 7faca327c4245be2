import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/javascript";
import { CommonExports } from "./common-exports";
import { type JavaScriptImport, javascriptImports } from "./javascript-imports";
import { type JavaScriptSyntaxError, javascriptSyntaxError } from "./javascript-syntax";
import { children, hasErrors, hasModuleSyntax, split, unquote } from "./javascript-tree";

/** In characters. Larger files are bundles made by a tool. Parsing them takes too long. */
const LARGEST = 1_000_000;

/** A JavaScript source file: what it exports, without running it. */
export class JavaScriptModule {
  readonly syntaxError: JavaScriptSyntaxError | undefined;
  /** It has `import` or `export` statements, or `import.meta`. So Node.js can only load it as an ES module. */
  readonly hasModuleSyntax: boolean = false;
  /** The names that it certainly exports with `export`. */
  readonly moduleNames: ReadonlySet<string>;
  /** The names that it certainly exports with `exports` and `module.exports`. */
  readonly commonNames: ReadonlySet<string> = new Set();
  /** The imports that are executed with the module. Empty when the source could not be parsed. */
  readonly imports: readonly JavaScriptImport[];
  private readonly understood: boolean;
  private readonly tree: Tree | undefined;
  private moduleOpenEnded = false;
  private commonOpenEnded = false;

  constructor(readonly source: string) {
    const moduleNames = new Set<string>();
    this.moduleNames = moduleNames;
    if (source.length > LARGEST) {
      this.understood = false;
      this.imports = [];
      return;
    }
    const readable = withoutAttributes(source);
    const tree = parser.parse(readable);
    this.hasModuleSyntax = hasModuleSyntax(tree);
    const tolerant = hasErrors(tree);
    this.understood = !tolerant;
    this.tree = tree;
    this.imports = tolerant ? [] : javascriptImports(tree, source);
    this.syntaxError = tolerant ? javascriptSyntaxError(readable, tree, this.hasModuleSyntax) : undefined;
    for (const node of children(tree.topNode))
      if (node.name === "ExportDeclaration") this.readExport(node, moduleNames);
    const common = new CommonExports(tree, source);
    this.commonNames = common.names;
    this.commonOpenEnded = common.openEnded;
  }

  /** Whether it exports a name: `undefined` when it certainly doesn't, `unknown` when that can't be determined. */
  find(name: string, as: "module" | "commonjs" | "either"): "exported" | "unknown" | undefined {
    const [names, openEnded] =
      as === "module"
        ? [[this.moduleNames], this.moduleOpenEnded]
        : as === "commonjs"
          ? [[this.commonNames], this.commonOpenEnded]
          : [[this.moduleNames, this.commonNames], this.moduleOpenEnded || this.commonOpenEnded];
    if (names.some((known) => known.has(name))) return "exported";
    if (openEnded || (!this.understood && this.mentions(name))) return "unknown";
    return as !== "module" && this.isSetOnThis(name) ? "unknown" : undefined;
  }

  /**
   * How many parameters the exported function has before the first one with a default or a rest, as `length` in
   * JavaScript. @returns undefined when it isn't a function that is written there
   */
  parametersOf(name: string): number | undefined {
    const functions: (SyntaxNode | undefined)[] = [];
    if (!this.understood) return undefined;
    this.tree?.iterate({
      enter: ({ node }) => {
        if (node.name === "ExportDeclaration") {
          const [, second, third] = children(node);
          if (second?.name === "FunctionDeclaration" || third?.name === "FunctionDeclaration") {
            const declared = second?.name === "FunctionDeclaration" ? second : third;
            const own = declared?.getChild("VariableDefinition");
            if (own && this.text(own) === name) functions.push(declared ?? undefined);
          }
          for (const variable of node.getChildren("VariableDeclaration")) {
            const definition = variable.getChild("VariableDefinition");
            if (definition && this.text(definition) === name)
              functions.push(children(variable).findLast(({ name: kind }) => /Function/.test(kind)));
          }
        }
        if (node.name === "AssignmentExpression" && node.firstChild) {
          const target = this.text(node.firstChild).replace(/\s/g, "");
          if (target === `exports.${name}` || target === `module.exports.${name}`)
            functions.push(children(node).at(-1));
        }
      },
    });
    const [only] = functions;
    return functions.length === 1 && only ? lengthOf(only) : undefined;
  }

  private mentions(name: string): boolean {
    return this.source.includes(name);
  }

  /** `this.name = …`, which at the top of a CommonJS module is `exports.name`. */
  private isSetOnThis(name: string): boolean {
    return new RegExp(`\\bthis\\s*(\\.\\s*|\\[\\s*["'])${name.replace(/[^\w]/g, "\\$&")}\\b`).test(
      this.source,
    );
  }

  private text(node: SyntaxNode): string {
    return this.source.slice(node.from, node.to);
  }

  private readExport(node: SyntaxNode, names: Set<string>): void {
    const parts = children(node);
    const [, second, third] = parts;
    if (second?.name === "default") names.add("default");
    else if (second?.name === "Star") {
      const alias = third?.name === "as" ? parts[3] : undefined;
      if (alias) names.add(unquote(this.text(alias)));
      else this.moduleOpenEnded = true;
    } else if (second?.name === "ExportGroup") {
      for (const group of split(children(second))) {
        const last = group.at(-1);
        if (last) names.add(unquote(this.text(last)));
      }
    } else if (second) this.readDeclared(second, names);
  }

  /** The names that a declaration declares: those of a pattern too, but not those inside functions and values. */
  private readDeclared(node: SyntaxNode, names: Set<string>): void {
    for (const child of children(node)) {
      if (child.name === "VariableDefinition") names.add(this.text(child));
      else if (/Pattern|PatternProperty/.test(child.name)) this.readDeclared(child, names);
    }
  }
}

/** Replaces import attributes (`with { type: "json" }`) by spaces, since @lezer/javascript 1.5.6 can't parse them. */
function withoutAttributes(source: string): string {
  const attributes = /((?:from|import)\s*(?:"[^"\n]*"|'[^'\n]*'))(\s*(?:with|assert)\s*\{[^{}]*\})/g;
  return source.replace(
    attributes,
    (_, start: string, rest: string) => start + rest.replace(/[^\r\n]/g, " "),
  );
}

function lengthOf(node: SyntaxNode): number | undefined {
  if (!/^(ArrowFunction|FunctionExpression|FunctionDeclaration)$/.test(node.name)) return undefined;
  const list = node.getChild("ParamList");
  if (!list) return node.getChild("VariableDefinition") ? 1 : undefined;
  let count = 0;
  for (const group of split(children(list).filter(({ name }) => name !== "(" && name !== ")"))) {
    if (group.length === 0 || group.some(({ name }) => name === "Equals" || name === "Spread")) break;
    count++;
  }
  return count;
}
