/** Why a pattern can't be used; whoever read it adds the file and the line. */
export class PatternSyntaxError extends Error {}

export type PathTest = (path: string) => boolean;

/**
 * Turns one pattern of a .dockerignore into a test for paths.
 *
 * The rules are those of BuildKit, as its own matcher has them: github.com/moby/patternmatcher v0.6.0, `Pattern.compile`
 * and `Pattern.match`, with the syntax of Go's `filepath.Match` required before. Some of them surprise: `**.py` matches
 * `src/a.py` (a pattern of `**` and a literal rest is a test for the end of the path), `a+b` is literal, `[^a]` matches `/`.
 * Where BuildKit would take a pattern for something nobody can have meant, this throws instead.
 *
 * @param pattern cleaned, without `!`
 * @throws PatternSyntaxError
 */
export function compilePattern(pattern: string): PathTest {
  const chars = [...pattern];
  let source = "";
  let kind: "exact" | "prefix" | "suffix" | "expression" = "exact";

  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] as string;
    if (char === "*" && chars[i + 1] === "*") {
      const first = i === 0;
      i++;
      if (chars[i + 1] === "/") i++;
      if (i + 1 < chars.length) {
        source += "(?:[^\\n]*/)?";
        kind = "expression";
      } else if (kind === "exact") {
        kind = "prefix";
      } else {
        source += "[^\\n]*";
        kind = "expression";
      }
      if (first) kind = "suffix";
    } else if (char === "*") {
      source += "[^/]*";
      kind = "expression";
    } else if (char === "?") {
      source += "[^/]";
      kind = "expression";
    } else if (char === "\\") {
      source += literal(escaped(chars[++i]));
      kind = "expression";
    } else if (char === "[") {
      const end = characterClass(chars, i);
      source += end.source;
      i = end.last;
      kind = "expression";
    } else {
      // A `^` stays an anchor inside an expression: BuildKit doesn't escape it either.
      source += char === "^" ? char : literal(char);
      if (char === "]") kind = "expression";
    }
  }

  if (kind === "exact") return (path) => path === pattern;
  if (kind === "prefix") {
    const start = pattern.slice(0, -2);
    return (path) => path.startsWith(start);
  }
  if (kind === "suffix") {
    const end = pattern.slice(2);
    return (path) => path.endsWith(end) || (end.startsWith("/") && path === end.slice(1));
  }
  const expression = new RegExp(`^${source}$`, "u");
  return (path) => expression.test(path);
}

/** A pattern that matches just this path. */
export function literalPattern(path: string): string {
  return path
    .replace(/[*?[\]\\!#^]/g, "\\$&")
    .replace(/\s/gu, (space) => (/[\r\n]/.test(space) ? "?" : `[${space}]`));
}

/** `[a-z]`, `[^a-z]`, with the grammar of Go's filepath.Match. */
function characterClass(chars: readonly string[], start: number): { source: string; last: number } {
  let i = start + 1;
  const negated = chars[i] === "^";
  if (negated) i++;
  let source = "";
  do {
    const [low, afterLow] = classCharacter(chars, i);
    i = afterLow;
    source += codePoint(low);
    if (chars[i] === "-") {
      const [high, afterHigh] = classCharacter(chars, i + 1);
      i = afterHigh;
      if ((high.codePointAt(0) ?? 0) < (low.codePointAt(0) ?? 0)) {
        throw new PatternSyntaxError(`the range ${low}-${high} runs backwards`);
      }
      source += `-${codePoint(high)}`;
    }
  } while (chars[i] !== "]");
  return { source: `[${negated ? "^" : ""}${source}]`, last: i };
}

function classCharacter(chars: readonly string[], i: number): [char: string, next: number] {
  const char = chars[i];
  if (char === undefined) throw new PatternSyntaxError("a [ has no ] after it");
  if (char === "\\") return [escaped(chars[i + 1]), i + 2];
  if (char === "-" || char === "]")
    throw new PatternSyntaxError(`a ${char} inside [ ] needs a backslash before it`);
  // BuildKit's own translation mangles these three inside brackets: it would match other names than the pattern says.
  if (char === "*" || char === "?" || char === "[") {
    throw new PatternSyntaxError(`a ${char} inside [ ] needs a backslash before it`);
  }
  return [char, i + 1];
}

/** The character after a backslash. */
function escaped(char: string | undefined): string {
  if (char === undefined) throw new PatternSyntaxError("nothing comes after the backslash");
  if (/[A-Za-z0-9]|[^\0-\x7f]/.test(char)) {
    throw new PatternSyntaxError(
      `BuildKit doesn't take \\${char} for the character ${char} (a backslash is only for characters like * ? [ ] and itself; folders are parted by /)`,
    );
  }
  return char;
}

function literal(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char;
}

function codePoint(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
