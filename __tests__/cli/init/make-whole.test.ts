import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeWhole, writeFiles } from "../../../cli/init/make-whole";
import { undoWhenInterrupted } from "../../../cli/process/interrupt";

jest.mock("../../../cli/process/interrupt", () => ({ undoWhenInterrupted: jest.fn(() => () => undefined) }));

const folder = mkdtempSync(path.join(tmpdir(), "whole-"));
const FILES = new Map([
  ["a/b/one", "1"],
  ["c", "2"],
]);
const made = [...FILES.keys()].map((file) => path.join(folder, "app", file));

afterAll(() => rmSync(folder, { recursive: true }));

test("the created files exist", async () => {
  await makeWhole(made, async () => writeFiles(path.join(folder, "app"), FILES));
  expect(made.every((file) => existsSync(file))).toBe(true);
  rmSync(path.join(folder, "app"), { recursive: true });
});

test("after a failure the files and their new parent folders are removed, and nothing else", async () => {
  writeFileSync(path.join(folder, "mine"), "");
  const failing = makeWhole(made, async () => {
    writeFiles(path.join(folder, "app"), FILES);
    throw new Error("later");
  });
  await expect(failing).rejects.toThrow("later");
  expect(readdirSync(folder)).toEqual(["mine"]);
});

test("after an interrupt the files are removed", async () => {
  await makeWhole(made, async () => {
    writeFiles(path.join(folder, "app"), FILES);
    // What Ctrl-C calls.
    await jest.mocked(undoWhenInterrupted).mock.lastCall?.[0]();
    expect(readdirSync(folder)).toEqual(["mine"]);
  });
});

test("an existing file is never overwritten", () => {
  expect(() => writeFiles(folder, new Map([["mine", "2"]]))).toThrow("can't be written");
});
