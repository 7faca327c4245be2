import { shellCommands } from "../../../lib/dockerfile/shell-commands";

function words(script: string) {
  return shellCommands(script)?.map((command) => command.words);
}

test.each<[script: string, commands: string[][]]>([
  ["a b && c || d; e\nf | g & h", [["a", "b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"]]],
  ["a 'b c' \"d ${E}\" f\\ g", [["a", "b c", "d ${E}", "f g"]]],
  ["a ${B}/c $D", [["a", "${B}/c", "$D"]]],
  ["(a && b) || (c || true)", [["a"], ["b"], ["c"], ["true"]]],
  ["a > /dev/null 2>&1", [["a"]]],
  ["a &> /dev/null", [["a"]]],
  ["a 2> /dev/null < b", [["a"]]],
  ["a # b\nc", [["a"], ["c"]]],
  ["a 'b;c && d'", [["a", "b;c && d"]]],
  [
    "a $(b c)",
    [
      ["a", "$(b c)"],
      ["b", "c"],
    ],
  ],
  [
    "a `b c`",
    [
      ["a", "`b c`"],
      ["b", "c"],
    ],
  ],
  [
    'a "$(b "c d")"',
    [
      ["a", '$(b "c d")'],
      ["b", "c d"],
    ],
  ],
  ["a $((1 + 2))", [["a", "$((1 + 2))"]]],
  ["for i in a; do b; done", [["b"]]],
  ["if a; then b; else c; fi", [["a"], ["b"], ["c"]]],
  ["a() { b; }", [["b"]]],
  ["{ a; } && ! b", [["a"], ["b"]]],
  ["case $A in b) c;; esac", [["c"]]],
])("GIVEN %j THEN its commands are listed", (script, commands) => {
  expect(words(script)).toEqual(commands);
});

test.each<[script: string, writes: string[]]>([
  ["a > b.py", ["b.py"]],
  ["a >> 'b c'", ["b c"]],
  ["a b>=1.0", ["=1.0"]],
  ["a 'b>=1.0'", []],
  ["a &> b", ["b"]],
  ["a 2>&1 >b", ["b"]],
])("GIVEN %j THEN it writes to %j", (script, writes) => {
  expect(shellCommands(script)?.flatMap((command) => command.writes)).toEqual(writes);
});

test.each<[script: string, required: string[]]>([
  ["a && b && c", ["a", "b", "c"]],
  ["a; b", ["b"]],
  ["set -e; a; b", ["a", "b"]],
  ["set -eux\na\nb", ["a", "b"]],
  ["a || b", []],
  ["(a && b) || c", []],
  ["a && b || true", []],
  ["a | b", ["b"]],
  ["a &", []],
  ["if a; then b; fi", []],
  ["! a", []],
  ["if a; then b; fi; c", ["c"]],
  ["for i in 1 2; do a; done && b", ["b"]],
  ["a $(b)", ["a"]],
])("GIVEN %j THEN it fails if one of %j fails", (script, required) => {
  const found = shellCommands(script)?.filter((command) => command.required && command.words[0] !== "set");
  expect(found?.map((command) => command.words[0])).toEqual(required);
});

test.each(["a=(b)", "a 'b", 'a "$(b"', ". ./x", "source x", "eval a", "a ${b"])(
  "GIVEN %j THEN its commands can't be listed",
  (script) => {
    expect(shellCommands(script)).toBeUndefined();
  },
);
