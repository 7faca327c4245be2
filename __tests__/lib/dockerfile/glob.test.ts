import { globTest, isPattern } from "../../../lib/dockerfile/glob";

test.each<[pattern: string, matching: string[], others: string[]]>([
  ["*.py", ["a.py"], ["d/a.py", "a.pyc"]],
  ["app/*", ["app/a", "app/b.py"], ["app", "app/d/a"]],
  ["**/a", ["d/a"], ["a", "d/e/a"]],
  ["[^a]x", ["bx"], ["ax", "/x"]],
  ["package?.json", ["package1.json"], ["package.json"]],
])("GIVEN %s THEN it matches as COPY matches", (pattern, matching, others) => {
  const matches = globTest(pattern);
  expect(matching.filter((path) => !matches?.(path))).toEqual([]);
  expect(others.filter((path) => matches?.(path))).toEqual([]);
});

test("GIVEN an invalid pattern THEN it is not followed", () => {
  expect(globTest("a[")).toBeUndefined();
});

test("GIVEN a name with an escaped star THEN it is not a pattern", () => {
  expect(isPattern("a\\*")).toBe(false);
  expect(isPattern("a*")).toBe(true);
});
