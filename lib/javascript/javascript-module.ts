import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/javascript";
import { type JavaScriptImport, javascriptImports } from "./javascript-imports";
import { type JavaScriptSyntaxError, javascriptSyntaxError } from "./javascript-syntax";

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
  readonly commonNames: ReadonlySet<string>;
  /** The imports that are executed with the module. Empty when the source could not be parsed. */
  readonly imports: readonly JavaScriptImport[];
  private readonly understood: boolean;
  private readonly tree: Tree | undefined;
  private moduleOpenEnded = false;
  private commonOpenEnded = false;

  constructor(readonly source: string) {
    const names = { module: new Set<string>(), common: new Set<string>() };
    this.moduleNames = names.module;
    this.commonNames = names.common;
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
      if (node.name === "ExportDeclaration") this.readExport(node, names.module);
    this.readCommon(tree, names.common);
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

  private readCommon(tree: Tree, names: Set<string>): void {
    let assignedValue = false;
    let annotated = false;
    tree.iterate({
      enter: ({ name, from, to, node }) => {
        if (name !== "VariableName") return;
        const word = this.source.slice(from, to);
        if (word === "eval") this.commonOpenEnded = true;
        else if (word === "exports" || word === "module") {
          const use = this.readUse(word, node, names);
          if (use === "open") this.commonOpenEnded = true;
          if (use === "value") assignedValue = true;
          if (use === "annotation") annotated = true;
        }
      },
    });
    // Besides the call that creates the exports, esbuild writes `0 && (module.exports = { … })`: a list of the exports
    // for Node.js.
    if (assignedValue && !annotated) this.commonOpenEnded = true;
  }

  /**
   * Classifies one use of `exports` or `module`: `open` if it may export anything, `value` if `module.exports` is set
   * to an unknown value, `annotation` for esbuild's list.
   */
  private readUse(
    word: string,
    variable: SyntaxNode,
    names: Set<string>,
  ): "open" | "value" | "annotation" | "harmless" {
    let exported = variable;
    if (word === "module") {
      const member = variable.parent;
      if (!member || !isMemberOf(member, variable)) {
        // `require.main === module`, `typeof module`
        return ["BinaryExpression", "UnaryExpression"].includes(member?.name ?? "") ? "harmless" : "open";
      }
      const property = this.propertyName(member);
      if (property === undefined) return "open";
      if (property !== "exports") return "harmless";
      exported = member;
    }
    const { parent } = exported;
    if (!parent) return "open";
    if (isMemberOf(parent, exported)) {
      const name = this.propertyName(parent);
      if (name === undefined) return "open";
      if (isAssigned(parent)) names.add(name);
      return "harmless";
    }
    if (isAssigned(exported)) return word === "exports" ? "harmless" : this.readAssigned(parent, names);
    if (parent.name === "UnaryExpression") return "harmless";
    if (parent.name === "ArgList" && this.definesProperty(parent, names)) return "harmless";
    return "open";
  }

  /** `module.exports = …` */
  private readAssigned(
    assignment: SyntaxNode,
    names: Set<string>,
  ): "open" | "value" | "annotation" | "harmless" {
    const value = children(assignment).at(-1);
    if (!this.isStatement(assignment)) return "open";
    if (!value || value.name === "AssignmentExpression") return "value";
    if (["ArrowFunction", "FunctionExpression", "ClassExpression"].includes(value.name)) return "harmless";
    if (value.name !== "ObjectExpression") return "value";
    for (const property of value.getChildren("Property")) {
      const key = property.firstChild;
      const name = key?.name === "PropertyDefinition" || key?.name === "String" ? key : undefined;
      const accessor = key?.name === "async" || key?.name === "get" || key?.name === "Star";
      const method = accessor ? property.getChild("PropertyDefinition") : name;
      if (!method) return "open";
      names.add(unquote(this.text(method)));
    }
    return assignment.parent?.name === "ParenthesizedExpression" ? "annotation" : "harmless";
  }

  /**
   * Whether the assigned object has no other reference. With `const all = module.exports = {}`, code may add exports
   * later.
   */
  private isStatement({ parent }: SyntaxNode): boolean {
    if (parent?.name === "ExpressionStatement") return true;
    if (parent?.name === "AssignmentExpression")
      return (
        parent.firstChild !== null && this.text(parent.firstChild) === "exports" && this.isStatement(parent)
      );
    // esbuild's `0 && (module.exports = { … })`
    const { parent: around } = parent ?? {};
    return around?.name === "BinaryExpression" && /^0\s*&&/.test(this.text(around));
  }

  /** `Object.defineProperty(exports, "name", …)` */
  private definesProperty(list: SyntaxNode, names: Set<string>): boolean {
    const callee = list.parent?.firstChild;
    const [, , , name] = children(list);
    if (!callee || this.text(callee) !== "Object.defineProperty" || name?.name !== "String") return false;
    names.add(unquote(this.text(name)));
    return true;
  }

  private propertyName(member: SyntaxNode): string | undefined {
    const last = children(member).findLast(({ name }) => name === "PropertyName" || name === "String");
    return last ? unquote(this.text(last)) : undefined;
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

function isMemberOf(member: SyntaxNode, object: SyntaxNode): boolean {
  return (
    member.name === "MemberExpression" && member.firstChild?.from === object.from && member.to > object.to
  );
}

function isAssigned(node: SyntaxNode): boolean {
  const { parent } = node;
  return parent?.name === "AssignmentExpression" && parent.firstChild?.to === node.to;
}

function unquote(text: string): string {
  return text.replace(/^(["'`])(.*)\1$/s, "$2");
}

function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!child.name.endsWith("Comment")) all.push(child);
  return all;
}

/** The parts between commas, without the brackets around them. */
function split(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ",") groups.push([]);
    else if (node.name !== "{" && node.name !== "}") groups.at(-1)?.push(node);
  }
  return groups;
}

function hasModuleSyntax(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter({ name }) {
      if (name === "ImportDeclaration" || name === "ExportDeclaration" || name === "ImportMeta") found = true;
      return !found;
    },
  });
  return found;
}

function hasErrors(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter({ type }) {
      if (type.isError) found = true;
      return !found;
    },
  });
  return found;
}
