import { shellCommands } from "../../../lib/dockerfile/shell-commands";

test.each<[script: string, commands: string[][]]>([
  ["a b && c || d; e\nf | g & h", [["a", "b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"]]],
  ["a 'b c' \"d ${E}\" f\\ g", [["a", "b c", "d ${E}", "f g"]]],
  ["a ${B}/c $D", [["a", "${B}/c", "$D"]]],
  ["(a && b) || (c || true)", [["a"], ["b"], ["c"], ["true"]]],
  ["a > /dev/null 2>&1", [["a"]]],
  ["a # b\nc", [["a"], ["c"]]],
  ["a 'b;c && d'", [["a", "b;c && d"]]],
])("GIVEN %j THEN its commands are listed", (script, commands) => {
  expect(shellCommands(script)).toEqual(commands);
});

test.each([
  "a > b.py",
  "a $(b)",
  "a `b`",
  'a "$(b)"',
  "for i in a; do b; done",
  "if a; then b; fi",
  "a (b)",
  "a=(b)",
  "a() { b; }",
  "{ a; }",
  "a 'b",
  ". ./x",
])("GIVEN %j, which has more than commands THEN it is not analysed", (script) => {
  expect(shellCommands(script)).toBeUndefined();
});
