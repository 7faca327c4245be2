import { existsSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { oneAtATime } from "../../../cli/process/one-at-a-time";

let file: string;
let printed: jest.SpyInstance;

beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), "one-at-a-time-")), "locks", "deploy.lock");
  printed = jest.spyOn(console, "error").mockReturnValue(undefined);
});
afterEach(() => printed.mockRestore());

test("the file is there while it runs, and gone afterwards, also after an error", async () => {
  expect(await oneAtATime(file, "a deploy", async () => existsSync(file))).toBe(true);
  expect(existsSync(file)).toBe(false);
  const failing = oneAtATime(file, "a deploy", () => Promise.reject(new Error("failed")));
  await expect(failing).rejects.toThrow("failed");
  expect(existsSync(file)).toBe(false);
});

test("another command's is waited for", async () => {
  await oneAtATime(file, "a deploy", async () => undefined);
  // The process that runs the tests.
  writeFileSync(file, String(process.ppid));
  let ran = false;
  const waiting = oneAtATime(file, "a deploy", async () => {
    ran = true;
  });
  await sleep(500);
  expect(ran).toBe(false);
  expect(printed.mock.calls.join("")).toContain(`Waiting for a deploy (process ${process.ppid}, as `);
  writeFileSync(file, "999999999");
  await waiting;
  expect(ran).toBe(true);
});

test.each([
  ["has ended", "999999999"],
  ["had the id that this one has now", String(process.pid)],
  ["was killed while it wrote the file", ""],
])("that of a command that %s is not waited for", async (_, content) => {
  await oneAtATime(file, "a deploy", async () => undefined);
  writeFileSync(file, content);
  utimesSync(file, 1, 1);
  expect(await oneAtATime(file, "a deploy", async () => "ran")).toBe("ran");
});
