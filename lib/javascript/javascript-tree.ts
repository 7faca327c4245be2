import type { SyntaxNode, Tree } from "@lezer/common";

/** The nodes in a node, without comments. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!child.name.endsWith("Comment")) all.push(child);
  return all;
}

/** The parts between commas, without the brackets around them. */
export function split(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ",") groups.push([]);
    else if (node.name !== "{" && node.name !== "}") groups.at(-1)?.push(node);
  }
  return groups;
}

/** A string or a name without quotes. */
export function unquote(text: string): string {
  return text.replace(/^(["'`])(.*)\1$/s, "$2");
}

export function hasModuleSyntax(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter({ name }) {
      if (name === "ImportDeclaration" || name === "ExportDeclaration" || name === "ImportMeta") found = true;
      return !found;
    },
  });
  return found;
}

export function hasErrors(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter({ type }) {
      if (type.isError) found = true;
      return !found;
    },
  });
  return found;
}
