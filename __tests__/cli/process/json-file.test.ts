import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { readJsonFile, writeJsonFile } from "../../../cli/process/json-file";

const folder = mkdtempSync(path.join(tmpdir(), "json-file-"));
const schema = z.object({ port: z.int().positive() });
const logged: string[] = [];

beforeEach(() => {
  logged.length = 0;
  jest.spyOn(console, "error").mockImplementation((text: string) => void logged.push(text));
});

afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what was written is read", () => {
  const file = path.join(folder, "made", "state.json");
  writeJsonFile(file, { port: 4566 });
  expect(readJsonFile(file, schema)).toEqual({ port: 4566 });
  expect(readdirSync(path.dirname(file))).toEqual(["state.json"]);
});

test("a missing file is no error", () => {
  expect(readJsonFile(path.join(folder, "none.json"), schema)).toBeUndefined();
  expect(logged).toEqual([]);
});

test.each([
  ["cut short", '{"port": 45'],
  ["empty", ""],
  ["rubbish", "\0\0\0\0"],
  ["of another shape", '{"pid": 1}'],
  ["with an invalid value", '{"port": "4566"}'],
  ["null", "null"],
])("a file that is %s is logged in one line, once", (name, text) => {
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, text);
  expect(readJsonFile(file, schema)).toBeUndefined();
  expect(readJsonFile(file, schema)).toBeUndefined();
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain(`${name}.json is damaged`);
});

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux("on a full disk the old content stays, and no other file", () => {
  const file = path.join(folder, "kept", "state.json");
  writeJsonFile(file, { port: 1 });
  // Each write to this device fails as on a full disk.
  symlinkSync("/dev/full", `${file}.${process.pid}.tmp`);
  expect(() => writeJsonFile(file, { port: 2 })).toThrow("ENOSPC");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ port: 1 });
  expect(readdirSync(path.dirname(file))).toEqual(["state.json"]);
});
