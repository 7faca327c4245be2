import type { SyntaxNode, Tree } from "@lezer/common";
import { children, split } from "./python-tree";

/** An unconditional import at module level. It is executed whenever the module is. */
export interface PythonImport {
  /** Offset in the source. */
  readonly from: number;
  /** Dots before the name: 0 is absolute, 1 the package the module is in. */
  readonly level: number;
  /** `a.b` of `import a.b` and of `from a.b import c`; empty for `from . import c`. */
  readonly module: string;
  /** The names of `from … import`, each of which may be a module too. */
  readonly names: readonly string[];
  /** The names that it binds. */
  readonly binds: readonly string[];
}

/** The imports that are executed with a module, in the order of the source. */
export function pythonImports(tree: Tree, source: string): PythonImport[] {
  const statements = children(tree.topNode).flatMap((node) =>
    node.name === "StatementGroup" ? children(node) : [node],
  );
  return statements
    .filter(({ name }) => name === "ImportStatement")
    .flatMap((node) => readImport(node, source));
}

/** One statement may have several imports: `import a, b`. */
export function readImport(node: SyntaxNode, source: string): PythonImport[] {
  const parts = children(node);
  const fromModule = parts[0]?.name === "from";
  const middle = parts.findIndex(({ name }) => name === "import");
  const groups = split(parts.slice(middle + 1).filter(({ name }) => name !== "(" && name !== ")"));
  const text = (nodes: readonly SyntaxNode[]) =>
    nodes.map((part) => source.slice(part.from, part.to)).join("");
  const named = groups.map((group) => {
    const as = group.findIndex(({ name }) => name === "as");
    const name = text(as < 0 ? group : group.slice(0, as));
    return { name, as: as < 0 ? undefined : text(group.slice(as + 1)) };
  });
  const { from } = node;
  if (!fromModule)
    return named.map(({ name, as }) => {
      return { from, level: 0, module: name, names: [], binds: [as ?? (name.split(".")[0] as string)] };
    });
  const whole = text(parts.slice(1, middle));
  const module = whole.replace(/^\.+/, "");
  const names = named.map(({ name }) => name);
  const binds = named.map(({ name, as }) => as ?? name);
  return [{ from, level: whole.length - module.length, module, names, binds }];
}
