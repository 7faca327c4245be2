import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
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
  const ended = path.join(path.dirname(path.dirname(file)), "ended");
  const other = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "-e",
      `require(${JSON.stringify(path.resolve("cli/process/one-at-a-time"))}).oneAtATime(${JSON.stringify(file)}, "a deploy", async () => {
        console.log("begun");
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        require("node:fs").writeFileSync(${JSON.stringify(ended)}, "");
      })`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(other.stdout, "data");
  expect(await oneAtATime(file, "a deploy", async () => existsSync(ended))).toBe(true);
  expect(printed.mock.calls.join("")).toMatch(
    /Waiting for a deploy: the process in \S+deploy\.lock\. If none runs, delete that file/,
  );
});

test.each([
  ["has ended", "999999999 1"],
  ["had the id of another process that runs now", `${process.ppid} 1`],
  ["was killed while it wrote the file", ""],
])("that of a command that %s is not waited for", async (_, content) => {
  await oneAtATime(file, "a deploy", async () => undefined);
  writeFileSync(file, content);
  utimesSync(file, 1, 1);
  expect(await oneAtATime(file, "a deploy", async () => "ran")).toBe("ran");
  expect(readdirSync(path.dirname(file))).toEqual([]);
});
