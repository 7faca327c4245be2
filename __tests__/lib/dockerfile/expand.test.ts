import { expand, type Lookup } from "../../../lib/dockerfile/expand";

const VALUES: Record<string, string | undefined> = { A: "a", EMPTY: "", UNKNOWN: undefined };
const lookup: Lookup = (name) => (name in VALUES ? VALUES[name] : null);

test.each<[word: string, expected: string | undefined]>([
  ["$A/b", "a/b"],
  ["${A}b", "ab"],
  ["x$NOT", "x"],
  ["${NOT:-d}", "d"],
  ["${EMPTY:-d}", "d"],
  ["${EMPTY-d}", ""],
  ["${NOT:-${A}}", "a"],
  ["${A:+set}", "set"],
  ["${NOT:+set}", ""],
  ["\\$A", "$A"],
  ["'$A'", "$A"],
  ['"$A b"', "a b"],
  ['"\\$A"', "$A"],
  ["$UNKNOWN", undefined],
  ["x${UNKNOWN:-d}", undefined],
  ["${A:?no}", "a"],
  ["${A#a}", undefined],
  ["${A", undefined],
  ["'a", undefined],
  ["$", "$"],
])("GIVEN %s THEN it becomes %j", (word, expected) => {
  expect(expand(word, lookup)).toBe(expected);
});

test("GIVEN another escape character THEN the backslash is an ordinary one", () => {
  expect(expand("c:\\`$A", lookup, "`")).toBe("c:\\$A");
});
