import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { savedEvents, saveEvent } from "../../../../cli/local/ui/saved-events";

const before = process.cwd();
const project = mkdtempSync(path.join(tmpdir(), "saved-"));

beforeAll(() => process.chdir(project));

afterAll(() => {
  process.chdir(before);
  rmSync(project, { recursive: true });
});

test("a function without events has none", () => {
  expect(savedEvents("python")).toEqual([]);
});

test("event.json comes first, then what was saved", () => {
  mkdirSync("lambdas/python", { recursive: true });
  writeFileSync("lambdas/python/event.json", '{ "action": "list" }\n');
  expect(saveEvent("python", "one order", '{"order":17}')).toBe(
    path.join("events", "python", "one order.json"),
  );
  expect(savedEvents("python")).toEqual([
    { id: "lambdas/python/event.json", title: "event.json", text: '{ "action": "list" }\n' },
    { id: "events/python/one order.json", title: "one order", text: '{\n  "order": 17\n}\n' },
  ]);
});

test.each(["", "../escape", "a/b", "a\\b", ".hidden", "x".repeat(80), "a\0b"])(
  "no file is named %j",
  (name) => {
    expect(() => saveEvent("python", name, "{}")).toThrow(/can't be named/);
  },
);

test("the id of a function leaves no folder", () => {
  saveEvent("../../up", "e", "{}");
  expect(readFileSync("events/--..-up/e.json", "utf8")).toBe("{}\n");
});

test("only JSON is saved", () => {
  expect(() => saveEvent("python", "broken", "{,}")).toThrow(
    "The event is not JSON: expected property name or '}' at line 1, column 2",
  );
});
