import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type FolderChanges, watchFolder } from "../../../cli/process/watch-folder";

/** Long enough for an event of the file system, short enough for tests without an event. */
const PATIENCE = 1_500;
const NOTHING = 400;

let root: string;
let changes: FolderChanges;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "watch-"));
  write("src/a.py", "1");
  write("out/x", "1");
  changes = watchFolder(root, (name, relative) => name.startsWith(".") || relative === "out");
});

afterEach(() => {
  changes.close();
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

test("a saved file is noticed, once", async () => {
  write("src/a.py", "2");
  write("src/a.py", "3");
  expect(await changes.next(PATIENCE)).toBe(true);
  expect(await changes.next(NOTHING)).toBe(false);
});

test("a save that replaces the file is noticed, each time", async () => {
  for (const text of ["2", "3", "4"]) {
    write("src/.a.py.new", text);
    renameSync(path.join(root, "src/.a.py.new"), path.join(root, "src/a.py"));
    expect(await changes.next(PATIENCE)).toBe(true);
  }
});

test("a file in a folder that was made later is noticed", async () => {
  write("new/deep/b.py", "1");
  expect(await changes.next(PATIENCE)).toBe(true);
  write("new/deep/b.py", "2");
  expect(await changes.next(PATIENCE)).toBe(true);
});

test("a file in a folder that was deleted and made again is noticed", async () => {
  rmSync(path.join(root, "src"), { recursive: true });
  expect(await changes.next(PATIENCE)).toBe(true);
  write("src/a.py", "2");
  expect(await changes.next(PATIENCE)).toBe(true);
  write("src/a.py", "3");
  expect(await changes.next(PATIENCE)).toBe(true);
});

test("a save between two calls is reported by the next call", async () => {
  write("src/a.py", "2");
  await new Promise((resolve) => setTimeout(resolve, NOTHING));
  expect(await changes.next(PATIENCE)).toBe(true);
});

test("a file in an ignored folder, or with an ignored name, is not noticed", async () => {
  write("out/x", "2");
  write("out/new/y", "1");
  write("src/.swap", "1");
  expect(await changes.next(NOTHING)).toBe(false);
});
