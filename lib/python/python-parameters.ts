import type { SyntaxNode } from "@lezer/common";
import { children, split } from "./python-tree";

/** The parameters of a function that matter for a call with positional arguments. */
export interface PythonParameters {
  /** Without defaults, `self` included. */
  readonly required: number;
  /** `Infinity` with `*args`. */
  readonly positional: number;
  /** Keyword-only, without a default. */
  readonly keywords: readonly string[];
}

/** @param list The brackets and what is between them, of a function or a lambda. */
export function pythonParameters(list: SyntaxNode, source: string): PythonParameters {
  let required = 0;
  let positional = 0;
  let keywordOnly = false;
  const keywords: string[] = [];
  for (const group of split(children(list).filter(({ name }) => name !== "(" && name !== ")"))) {
    const name = group.find((node) => node.name === "VariableName");
    const hasDefault = group.some((node) => node.name === "AssignOp");
    if (group[0]?.name === "*") {
      if (name) positional = Number.POSITIVE_INFINITY;
      keywordOnly = true;
    } else if (group[0]?.name === "**" || !name) continue;
    else if (keywordOnly) {
      if (!hasDefault) keywords.push(source.slice(name.from, name.to));
    } else {
      positional++;
      if (!hasDefault) required++;
    }
  }
  return { required, positional, keywords };
}
