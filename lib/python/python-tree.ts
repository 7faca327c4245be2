import type { SyntaxNode, Tree } from "@lezer/common";

/** The nodes in a node, without comments. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.name !== "Comment") all.push(child);
  return all;
}

/** The parts between commas. */
export function split(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ",") groups.push([]);
    else groups.at(-1)?.push(node);
  }
  return groups.filter((group) => group.length > 0);
}

export function hasErrors(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter(node) {
      if (node.type.isError) found = true;
      return !found;
    },
  });
  return found;
}

/** Parts of a module's code that are not executed when it is loaded. */
const OPAQUE = new Set(["FunctionDefinition", "ClassDefinition", "LambdaExpression"]);

/** Visits each node that is executed when the module is loaded. */
export function visit(node: SyntaxNode, enter: (node: SyntaxNode) => void): void {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    enter(child);
    if (!OPAQUE.has(child.name)) visit(child, enter);
  }
}
