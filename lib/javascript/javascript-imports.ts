import type { SyntaxNode, Tree } from "@lezer/common";

/** An import that is executed whenever the module is. */
export interface JavaScriptImport {
  /** For example `./lib/db.js`, `express` or `node:fs`. */
  readonly specifier: string;
  readonly kind: "import" | "require";
  /** Offset in the source. */
  readonly from: number;
}

/** What may stand around a `require` that is executed with the module. Functions, conditions and `try` may not. */
const UNCONDITIONAL =
  /^(Script|ExpressionStatement|VariableDeclaration|CallExpression|MemberExpression|AssignmentExpression|ArgList|ParenthesizedExpression|AwaitExpression|NewExpression|ObjectExpression|Property|ArrayExpression|SpreadElement|ExportDeclaration|TemplateString|Interpolation)$/;

/** The unconditional imports of a source, in its order: `import … from`, `export … from`, `require` at the top. */
export function javascriptImports(tree: Tree, source: string): readonly JavaScriptImport[] {
  const found: JavaScriptImport[] = [];
  tree.iterate({
    enter({ name, node }) {
      if (name === "ImportDeclaration" || name === "ExportDeclaration") {
        const specifier = node.getChild("String");
        const imports = name === "ImportDeclaration" || node.getChild("from") !== null;
        if (specifier && imports)
          found.push({ specifier: unquoted(specifier, source), kind: "import", from: node.from });
        return;
      }
      if (name !== "CallExpression") return;
      const callee = node.firstChild;
      const list = node.getChild("ArgList");
      const [argument, ...others] = list?.getChildren("String") ?? [];
      const required = callee?.name === "VariableName" && source.slice(callee.from, callee.to) === "require";
      if (!required || !argument || others.length > 0 || list?.to !== argument.to + 1) return;
      if (isUnconditional(node))
        found.push({ specifier: unquoted(argument, source), kind: "require", from: node.from });
    },
  });
  return found;
}

function isUnconditional(node: SyntaxNode): boolean {
  for (let around = node.parent; around; around = around.parent)
    if (!UNCONDITIONAL.test(around.name)) return false;
  return true;
}

function unquoted(node: SyntaxNode, source: string): string {
  return source.slice(node.from + 1, node.to - 1);
}
