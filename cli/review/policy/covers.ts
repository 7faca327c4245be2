import { NOT } from "./statement";

/**
 * Whether a pattern with `*` and `?` matches everything that another pattern matches. Case matters, except in actions.
 */
export function covers(pattern: string, other: string): boolean {
  if (pattern === other || pattern === "*") {
    return true;
  }
  return !pattern.startsWith(NOT) && !other.startsWith(NOT) && glob(pattern, other);
}

/**
 * Linear in practice, and no regular expression is built from foreign text. `?` doesn't match a `*` of the other
 * pattern.
 */
function glob(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (pattern[p] === text[t] || (pattern[p] === "?" && text[t] !== "*")) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") {
    p++;
  }
  return p === pattern.length;
}
