import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import { encodingError, namesEncoding } from "./encoding-error";
import { type NewerSyntax, newerSyntax } from "./newer-syntax";
import { type PythonImport, pythonImports, readImport } from "./python-imports";
import { type PythonParameters, pythonParameters } from "./python-parameters";
import { readPython } from "./python-syntax";
import type { PythonSyntaxError } from "./python-syntax-error";
import type { PythonToken } from "./python-tokens";
import { children, hasErrors, visit } from "./python-tree";

/** The code that gives a name its value at module level. */
export interface PythonBinding {
  readonly kind: "function" | "class" | "import" | "other";
  /** Offset in the source. */
  readonly from: number;
  /** An undecorated function or lambda, or the `__call__` of the class a value was made of (then without `self`). */
  readonly call?: { readonly from: number; readonly async: boolean; readonly parameters: PythonParameters };
}

/** Names with which code can define further names in a module. */
const DYNAMIC = new Set(["globals", "locals", "exec"]);

/** A Python source file: its definitions and imports, without running it. */
export class PythonModule {
  readonly syntaxError: PythonSyntaxError | undefined;
  private readonly tokens: readonly PythonToken[];
  private readonly tree: Tree;
  /** Whether @lezer/python could parse the whole file. Otherwise its tree is partly a guess. */
  private readonly understood: boolean;
  private readonly bindings = new Map<string, PythonBinding[]>();
  private readonly openEnded: boolean;
  /**
   * The imports that are executed with the module, in the order of the source. Empty when the source could not be
   * parsed.
   */
  readonly imports: readonly PythonImport[];

  /** @param isUtf8 whether the bytes of the file are UTF-8 */
  constructor(
    readonly source: string,
    isUtf8 = true,
  ) {
    const { tokens, error } = readPython(source);
    // In another encoding, the text is partly a guess.
    const isGuess = !isUtf8 && namesEncoding(source);
    this.syntaxError = isGuess ? undefined : isUtf8 ? error : (encodingError(source, tokens) ?? error);
    this.tokens = tokens;
    this.tree = parser.parse(source);
    this.understood = !isGuess && this.syntaxError === undefined && !hasErrors(this.tree);
    if (this.understood) visit(this.tree.topNode, (node) => this.bind(node));
    this.imports = this.understood ? pythonImports(this.tree, source) : [];
    this.openEnded = isGuess || this.isOpenEnded();
  }

  /**
   * The binding of a name: `undefined` when there is certainly none, `unknown` when that can't be determined (`import
   * *`, `globals()`, several definitions, syntax newer than the parser).
   */
  find(name: string): PythonBinding | "unknown" | undefined {
    const found = this.bindings.get(name);
    if (found) return found.length === 1 ? found[0] : "unknown";
    if (this.openEnded || this.isGlobal(name)) return "unknown";
    return this.understood || !this.mentions(name) ? undefined : "unknown";
  }

  /** All names that are bound at module level, in the order of the source. */
  get names(): readonly string[] {
    return [...this.bindings.keys()];
  }

  /** The first syntax that a version of Python doesn't have, for example `match` in `3.9`. */
  newerThan(version: string): NewerSyntax | undefined {
    return newerSyntax(this.tokens, version);
  }

  /** Whether an identifier occurs anywhere in the code. */
  mentions(name: string): boolean {
    return this.tokens.some(({ kind, text }) => kind === "name" && text === name);
  }

  /** Whether it may change the folders in which Python searches: `sys.path`, `site`. */
  get changesSearchPath(): boolean {
    return this.tokens.some(
      ({ text, kind }, index) =>
        kind === "name" &&
        ((text === "path" && this.tokens[index - 2]?.text === "sys") || text === "addsitedir"),
    );
  }

  /** Whether it may change how Python finds a module: hooks of the import system, `sys.modules`, `__path__`. */
  get changesImports(): boolean {
    return this.tokens.some(({ text, kind }, index) => {
      if (kind !== "name") return false;
      if (text === "modules" || text === "meta_path" || text === "path_hooks")
        return this.tokens[index - 2]?.text === "sys";
      return text === "zipimport" || text === "__path__";
    });
  }

  private isOpenEnded(): boolean {
    if (this.bindings.has("__getattr__") || (!this.understood && this.mentions("__getattr__"))) return true;
    return this.tokens.some(({ kind, text }, index) => {
      const next = (offset: number) => this.tokens[index + offset]?.text;
      if (kind !== "name") return false;
      if (text === "import") return next(1) === "*";
      if (text === "vars") return next(1) === "(" && next(2) === ")";
      if (text === "modules") return next(-2) === "sys";
      // `event.__dict__` belongs to an object. That of a module comes from a call or an index: `import_module(…).__dict__`.
      if (text === "__dict__") return next(-1) !== "." || /^[)\]]$/.test(next(-2) ?? "");
      return DYNAMIC.has(text);
    });
  }

  private isGlobal(name: string): boolean {
    return this.tokens.some(({ kind, text }, index) => {
      if (kind !== "name" || text !== "global") return false;
      const end = this.tokens.findIndex((token, at) => at > index && token.kind === "newline");
      return this.tokens.slice(index + 1, end).some((token) => token.text === name);
    });
  }

  private text(node: SyntaxNode): string {
    return this.source.slice(node.from, node.to);
  }

  private add(name: string, binding: PythonBinding): void {
    const known = this.bindings.get(name);
    if (known) known.push(binding);
    else this.bindings.set(name, [binding]);
  }

  private bind(node: SyntaxNode): void {
    if (node.name === "FunctionDefinition" || node.name === "ClassDefinition") {
      const name = node.getChild("VariableName");
      const kind = node.name === "FunctionDefinition" ? "function" : "class";
      const decorated = node.parent?.name === "DecoratedStatement";
      const call = kind === "function" && !decorated ? this.callOf(node) : undefined;
      if (name) this.add(this.text(name), { kind, from: node.from, ...(call && { call }) });
    } else if (node.name === "ImportStatement") {
      for (const { binds } of readImport(node, this.source))
        for (const name of binds) this.add(name, { kind: "import", from: node.from });
    } else if (node.name === "AssignStatement") this.bindAssignment(node);
    else if (node.name === "AssignOp" && this.text(node) === ":=") {
      if (node.prevSibling) this.bindTargets(node.prevSibling, node.from);
    } else if (node.name === "UpdateStatement" || node.name === "TypeDefinition") {
      const name = node.getChild("VariableName");
      if (name) this.add(this.text(name), { kind: "other", from: node.from });
    } else if (node.name === "WithStatement" || node.name === "TryStatement") {
      for (const child of children(node))
        if (child.prevSibling?.name === "as") this.bindTargets(child, node.from);
    } else if (node.name === "ForStatement") {
      for (const child of untilIn(children(node))) this.bindTargets(child, node.from);
    } else if (node.name === "MatchClause") this.bindPattern(node);
    // `del` may remove a name again. More than one binding counts as unknown.
    else if (node.name === "DeleteStatement")
      for (const child of children(node)) this.bindTargets(child, node.from);
  }

  private bindAssignment(node: SyntaxNode): void {
    const parts = children(node);
    const last = parts.findLastIndex(({ name }) => name === "AssignOp");
    if (last < 0) return;
    const value = parts[last + 1];
    const plain = parts.length === last + 2 && last <= 2 && value ? this.callOfValue(value) : undefined;
    for (const part of parts.slice(0, last)) this.bindTargets(part, node.from, plain);
  }

  private bindTargets(node: SyntaxNode, from: number, call?: PythonBinding["call"]): void {
    if (node.name === "VariableName")
      this.add(this.text(node), { kind: "other", from, ...(call && { call }) });
    else if (["TupleExpression", "ArrayExpression", "ParenthesizedExpression"].includes(node.name))
      for (const child of children(node)) this.bindTargets(child, from);
  }

  /** Any name in a `case` pattern may be one that it captures. */
  private bindPattern(node: SyntaxNode): void {
    for (const child of children(node)) {
      if (child.name === "VariableName") this.add(this.text(child), { kind: "other", from: child.from });
      else if (child.name !== "Body") this.bindPattern(child);
    }
  }

  private callOf(node: SyntaxNode): PythonBinding["call"] {
    const list = node.getChild("ParamList");
    if (!list) return undefined;
    return {
      from: node.from,
      async: node.getChild("async") !== null,
      parameters: pythonParameters(list, this.source),
    };
  }

  /** The signature of a value in simple cases: a lambda, or an object of a class of this module with a `__call__`. */
  private callOfValue(value: SyntaxNode): PythonBinding["call"] {
    if (value.name === "LambdaExpression") {
      const list = value.getChild("ParamList");
      const none = { required: 0, positional: 0, keywords: [] };
      return {
        from: value.from,
        async: false,
        parameters: list ? pythonParameters(list, this.source) : none,
      };
    }
    const [callee] = children(value);
    if (value.name !== "CallExpression" || callee?.name !== "VariableName") return undefined;
    const name = this.text(callee);
    const classes = this.tree.topNode
      .getChildren("ClassDefinition")
      .filter((node) => this.text(node.getChild("VariableName") as SyntaxNode) === name);
    const [definition] = classes;
    if (!definition || classes.length > 1 || (this.bindings.get(name)?.length ?? 0) > 1) return undefined;
    // A base class or a metaclass may do anything.
    if (definition.getChild("ArgList")) return undefined;
    const body = definition.getChild("Body");
    const calls = body
      ?.getChildren("FunctionDefinition")
      .filter((method) => this.text(method.getChild("VariableName") as SyntaxNode) === "__call__");
    const call = calls?.length === 1 && calls[0] ? this.callOf(calls[0]) : undefined;
    if (!call || this.tokens.filter(({ text }) => text === "__call__" || text === "__new__").length > 1)
      return undefined;
    const { required, positional, keywords } = call.parameters;
    return {
      ...call,
      parameters: { required: Math.max(0, required - 1), positional: positional - 1, keywords },
    };
  }
}

function untilIn(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return nodes.slice(
    0,
    nodes.findIndex(({ name }) => name === "in"),
  );
}
