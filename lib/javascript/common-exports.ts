import type { SyntaxNode, Tree } from "@lezer/common";
import { children, unquote } from "./javascript-tree";

/** The names that a CommonJS module exports. */
export class CommonExports {
  /** The names that it certainly exports with `exports` and `module.exports`. */
  readonly names = new Set<string>();
  /** It may export others. */
  openEnded = false;

  constructor(
    tree: Tree,
    private readonly source: string,
  ) {
    this.read(tree);
  }

  private read(tree: Tree): void {
    let assignedValue = false;
    let annotated = false;
    tree.iterate({
      enter: ({ name, from, to, node }) => {
        if (name !== "VariableName") return;
        const word = this.source.slice(from, to);
        if (word === "eval") this.openEnded = true;
        else if (word === "exports" || word === "module") {
          const use = this.readUse(word, node);
          if (use === "open") this.openEnded = true;
          if (use === "value") assignedValue = true;
          if (use === "annotation") annotated = true;
        }
      },
    });
    // Besides the call that creates the exports, esbuild writes `0 && (module.exports = { … })`: a list of the exports
    // for Node.js.
    if (assignedValue && !annotated) this.openEnded = true;
  }

  /**
   * Classifies one use of `exports` or `module`: `open` if it may export anything, `value` if `module.exports` is set
   * to an unknown value, `annotation` for esbuild's list.
   */
  private readUse(word: string, variable: SyntaxNode): "open" | "value" | "annotation" | "harmless" {
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
      if (isAssigned(parent)) this.names.add(name);
      return "harmless";
    }
    if (isAssigned(exported)) return word === "exports" ? "harmless" : this.readAssigned(parent);
    if (parent.name === "UnaryExpression") return "harmless";
    if (parent.name === "ArgList" && this.definesProperty(parent)) return "harmless";
    return "open";
  }

  /** `module.exports = …` */
  private readAssigned(assignment: SyntaxNode): "open" | "value" | "annotation" | "harmless" {
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
      this.names.add(unquote(this.text(method)));
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
  private definesProperty(list: SyntaxNode): boolean {
    const callee = list.parent?.firstChild;
    const [, , , name] = children(list);
    if (!callee || this.text(callee) !== "Object.defineProperty" || name?.name !== "String") return false;
    this.names.add(unquote(this.text(name)));
    return true;
  }

  private propertyName(member: SyntaxNode): string | undefined {
    const last = children(member).findLast(({ name }) => name === "PropertyName" || name === "String");
    return last ? unquote(this.text(last)) : undefined;
  }

  private text(node: SyntaxNode): string {
    return this.source.slice(node.from, node.to);
  }
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
