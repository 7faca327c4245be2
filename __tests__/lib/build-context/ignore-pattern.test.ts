import fc from "fast-check";
import {
  compilePattern,
  literalPattern,
  PatternSyntaxError,
} from "../../../lib/build-context/ignore-pattern";

test.each<[pattern: string, matching: string[], others: string[]]>([
  ["a.py", ["a.py"], ["aXpy", "b/a.py", "A.py"]],
  ["*.py", ["a.py", ".py"], ["d/a.py", "a.pyc"]],
  ["?", ["a", "😀"], ["/", "ab", ""]],
  ["**/a", ["a", "b/a", "b/c/a"], ["ba", "a/b"]],
  ["**.py", ["a.py", "b/a.py"], ["a.pyc"]],
  ["**", ["a", "a/b"], []],
  ["a/**", ["a/b", "a/b/c"], ["a", "ab"]],
  ["a/**/b*", ["a/b", "a/c/d/bb"], ["ab"]],
  ["a+(b)|{c}$", ["a+(b)|{c}$"], ["aab"]],
  ["a^b", ["a^b"], ["ab"]],
  ["[a-c]x", ["ax", "cx"], ["dx", "x"]],
  ["[^a-c]x", ["dx", "/x"], ["ax"]],
  ["[!a]x", ["!x", "ax"], ["bx"]],
  ["[\\]\\-]", ["]", "-"], ["\\"]],
  ["\\*a", ["*a"], ["ba"]],
  ["a]*", ["a]", "a]b"], ["a"]],
])("GIVEN %s THEN it matches what BuildKit matches", (pattern, matching, others) => {
  const matches = compilePattern(pattern);
  expect(matching.filter((path) => !matches(path))).toEqual([]);
  expect(others.filter(matches)).toEqual([]);
});

test.each([
  "[",
  "[]",
  "[a",
  "[a-]",
  "[-a]",
  "[b-a]",
  "[*]",
  "[[:alpha:]]",
  "a\\",
  "[a\\",
  "\\d",
  "src\\app",
  "\\é",
])("GIVEN %s THEN it is refused rather than misread", (pattern) => {
  expect(() => compilePattern(pattern)).toThrow(PatternSyntaxError);
});

test("GIVEN any name THEN its literal pattern matches it and no other", () => {
  const names = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(..."ab*?[]\\!#^. $é😀-") });
  fc.assert(
    fc.property(names, names, (name, other) => {
      const matches = compilePattern(literalPattern(name));
      expect(matches(name)).toBe(true);
      expect(matches(other)).toBe(other === name);
    }),
  );
});

/**
 * Milliseconds, on a busy machine. A regular expression takes 10 seconds to hours for each of these, or can't be
 * compiled.
 */
const AT_ONCE = 5000;

test.each<[what: string, pattern: string, path: string, matches: boolean]>([
  ["many stars and no end", "*a*a*a*a*a*b", "a".repeat(100), false],
  ["many stars and a long name", `${"*a".repeat(100)}*b`, "a".repeat(4000), false],
  ["many stars that match", `${"*a".repeat(100)}*`, "a".repeat(4000), true],
  ["folders within folders", `x${"**/".repeat(12)}y`, `${"x/".repeat(24)}z`, false],
  ["folders within folders that match", `x${"**/".repeat(12)}y`, `${"x/".repeat(24)}y`, true],
  ["classes between stars", `${"*[^b]".repeat(20)}b`, "a/".repeat(100), false],
  ["more parts than the path has", `${"*?".repeat(2000)}`, "a/".repeat(1000), false],
  ["a very long name", `${"x".repeat(400_000)}*`, "x".repeat(1000), false],
  ["folders without end", `${"**/".repeat(2000)}*y`, `${"x/".repeat(1000)}y`, true],
])("GIVEN a pattern with %s THEN the answer is there at once", (_what, pattern, path, matches) => {
  const started = performance.now();
  expect(compilePattern(pattern)(path)).toBe(matches);
  expect(performance.now() - started).toBeLessThan(AT_ONCE);
});

test("GIVEN any pattern and any path THEN it matches what BuildKit's regular expression matches", () => {
  const pieces = fc.constantFrom(
    ..."ab/.-^]\n+(é😀",
    ..."****//??",
    ...["**", "**/", "/**", "[ab]", "[^a]", "[^b-é]", "[\\^/]", "\\*", "\\[", "\\^", "[^", "[a", "\\"],
  );
  const patterns = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));
  const paths = fc
    .array(fc.constantFrom(..."aab//.-^]\n+(é😀*["), { maxLength: 8 })
    .map((text) => text.join(""));
  const seen = { matched: 0, missed: 0, refused: 0 };
  fc.assert(
    fc.property(patterns, fc.array(paths, { minLength: 1, maxLength: 20 }), (pattern, several) => {
      const [actual, expected] = [compilePattern, expressionOf].map((compile) => {
        try {
          return several.map(compile(pattern));
        } catch (error) {
          if (error instanceof PatternSyntaxError) return error.message;
          throw error;
        }
      });
      expect(actual).toEqual(expected);
      if (typeof expected === "string") seen.refused++;
      else for (const matches of expected ?? []) seen[matches ? "matched" : "missed"]++;
    }),
    { numRuns: 5000 },
  );
  // Otherwise the test would prove nothing.
  for (const many of Object.values(seen)) expect(many).toBeGreaterThan(300);
});

/** As `Pattern.compile` of moby/patternmatcher v0.6.0 does it: a regular expression, which Go matches in linear time. */
function expressionOf(pattern: string): (path: string) => boolean {
  compilePattern(pattern); // Both refuse the same patterns.
  const chars = [...pattern];
  const quoted = (char: string) => char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  let source = "";
  let kind = "exact";
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
    } else if (char === "*" || char === "?") {
      source += char === "*" ? "[^/]*" : "[^/]";
      kind = "expression";
    } else if (char === "\\") {
      source += quoted(chars[++i] as string);
      kind = "expression";
    } else if (char === "[") {
      let end = i + 1;
      while (chars[end] !== "]") end += chars[end] === "\\" ? 2 : 1;
      const inside = chars.slice(i + 1, end).join("");
      source += `[${inside.replace(/\\([^\\^\]-])/g, "$1").replaceAll("/", "\\/")}]`;
      i = end;
      kind = "expression";
    } else {
      source += char === "^" ? char : quoted(char);
      if (char === "]") kind = "expression";
    }
  }
  if (kind === "exact") return (path) => path === pattern;
  if (kind === "prefix") return (path) => path.startsWith(pattern.slice(0, -2));
  if (kind === "suffix") {
    const end = pattern.slice(2);
    return (path) => path.endsWith(end) || (end.startsWith("/") && path === end.slice(1));
  }
  const expression = new RegExp(`^${source}$`, "u");
  return (path) => expression.test(path);
}
