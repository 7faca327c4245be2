import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../../../cli/command";
import { command } from "../../../cli/local/local-command";

const project = process.cwd();
let printed: jest.SpyInstance;

beforeEach(() => {
  process.chdir(mkdtempSync(path.join(tmpdir(), "local-command-")));
  printed = jest.spyOn(console, "error").mockReturnValue(undefined);
});
afterEach(() => {
  printed.mockRestore();
  process.chdir(project);
});

test("GIVEN --watch and --json THEN nothing is deployed, since the JSON would never be printed", async () => {
  expect(await runCommand(command, ["--watch", "--json"], {})).toBe(1);
  expect(printed.mock.calls.join("\n")).toContain("Use one of them.");
});

test("GIVEN a folder without an app THEN nothing is installed or started", async () => {
  expect(await runCommand(command, [], {})).toBe(1);
  expect(printed.mock.calls).toEqual([[expect.stringContaining("There is no cdktf.json in ")]]);
  expect(existsSync(".local")).toBe(false);
});
