import { parseJsonText } from "../../../cli/process/json-text";

function problemOf(text: string): string {
  try {
    parseJsonText(text, "event.json");
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It was parsed.");
}

test("JSON is parsed, also with the byte order mark of an editor on Windows", () => {
  expect(parseJsonText('{"a": [1, null]}', "event.json")).toEqual({ a: [1, null] });
  expect(parseJsonText('\uFEFF{"a": 1}', "event.json")).toEqual({ a: 1 });
});

test.each([
  ["a comma after the last property", '{\n  "key": "x",\n}\n', 3, 1],
  ["a comma after the last element", "[1, 2,]", 1, 7],
  ["two commas", "[1,\n2,,3]", 2, 3],
  ["a missing colon", '{"a" 1}', 1, 6],
  ["a missing comma", '{"a": 1\n "b": 2}', 2, 2],
  ["a property without quotes", "{a: 1}", 1, 2],
  ["single quotes", "{'a': 1}", 1, 2],
  ["an end that is missing", '{"a": [1', 1, 9],
  ["a string without an end", '{"a": "x', 1, 9],
  ["a line break in a string", '{"a": "x\ny"}', 1, 9],
  ["more after the end", '{"a": 1} x', 1, 10],
  ["a word that JSON doesn't have", '{"a": tru}', 1, 10],
  ["a wrong word after many lines", `[\n${"1,\n".repeat(500)}True]`, 502, 1],
])("%s has its line and column", (_, text, line, column) => {
  expect(problemOf(text)).toContain(`event.json is not JSON: `);
  expect(problemOf(text)).toContain(` at line ${line}, column ${column}\n`);
});

test("the place is shown, with the line before it", () => {
  expect(problemOf('{\n  "key": "x",\n}\n')).toBe(
    'event.json is not JSON: expected double-quoted property name at line 3, column 1\n\n  2 |   "key": "x",\n  3 | }\n    | ^',
  );
});

test("of a long line, only the part around the place is shown", () => {
  const lines = problemOf(`{"a": "${"x".repeat(1_000)}", b}`).split("\n");
  expect(lines.at(-2)).toMatch(/^ {2}1 \| x+", b\}$/);
  expect((lines.at(-2) as string)[(lines.at(-1) as string).indexOf("^")]).toBe("b");
});

test("an empty text is named as such", () => {
  expect(problemOf(" \n")).toBe("event.json is empty. It must have JSON, for example {}.");
});
