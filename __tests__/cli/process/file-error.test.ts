import { mkdirSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { errorText } from "../../../cli/command";
import { cacheFolder } from "../../../cli/process/private-files";

const project = process.cwd();

beforeEach(() => process.chdir(mkdtempSync(path.join(tmpdir(), "file-error-"))));
afterEach(() => process.chdir(project));

function error(code: string, syscall: string, file: string): Error {
  return Object.assign(new Error(`${code}: ${syscall} '${file}'`), { code, syscall, path: file });
}

test("GIVEN a folder of another user THEN it says whose it is and how to get it", () => {
  mkdirSync(".local/states", { recursive: true });
  jest.spyOn(process, "getuid").mockReturnValue(12_345);
  const owner = statSync(".local").uid === 0 ? "root" : `the user ${statSync(".local").uid}`;
  expect(errorText(error("EACCES", "mkdir", ".local/states/new/folder"))).toBe(
    `.local/states/new/folder can't be used (EACCES of mkdir). It belongs to ${owner}, who ran a command here before. Run the command as that user, or make it yours: sudo chown -R "$(id -u)" .local`,
  );
  jest.restoreAllMocks();
});

test("GIVEN an own folder that can't be written THEN it says where to look", () => {
  writeFileSync("file", "");
  expect(errorText(error("EPERM", "unlink", "file"))).toBe(
    "file can't be used (EPERM of unlink). Your user may not do this there: file",
  );
});

test("GIVEN a folder of caches that can't be written THEN it names the variable", () => {
  expect(errorText(error("EACCES", "mkdir", cacheFolder()))).toContain("Set XDG_CACHE_HOME to a folder");
  expect(cacheFolder()).not.toBe(homedir());
});

test("GIVEN a path that can't exist THEN there is no stack trace", () => {
  writeFileSync("file", "");
  let thrown: unknown;
  try {
    mkdirSync("file/below/it", { recursive: true });
  } catch (error) {
    thrown = error;
  }
  expect(errorText(thrown)).toBe(
    "file/below/it can't be used (ENOTDIR of mkdir). A part of this path is a file, a link to itself, or too long.",
  );
});

test("GIVEN another error of the file system THEN it may be ours, and has a stack trace", () => {
  expect(errorText(error("ENOENT", "open", "missing"))).toMatch(/\n +at /);
});
