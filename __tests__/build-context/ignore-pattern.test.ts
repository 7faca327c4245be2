import fc from "fast-check";
import { compilePattern, literalPattern, PatternSyntaxError } from "../../lib/build-context/ignore-pattern";

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
