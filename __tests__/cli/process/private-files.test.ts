import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { privateFolder, withPrivateFiles, writePrivateFile } from "../../../cli/process/private-files";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "private-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mode = (name: string) => (statSync(path.join(folder, name)).mode & 0o777).toString(8);

test("a folder is its owner's alone, also one that was open to all", () => {
  privateFolder(path.join(folder, "new"));
  mkdirSync(path.join(folder, "old"));
  chmodSync(path.join(folder, "old"), 0o755);
  privateFolder(path.join(folder, "old"));
  expect([mode("new"), mode("old")]).toEqual(["700", "700"]);
});

test("a file is its owner's alone, also one that all could read", () => {
  writeFileSync(path.join(folder, "old"), "");
  chmodSync(path.join(folder, "old"), 0o644);
  for (const name of ["new", "old"]) {
    writePrivateFile(path.join(folder, name), "secret");
    expect(mode(name)).toBe("600");
  }
});

test("what runs meanwhile makes private files, and what runs later doesn't", () => {
  withPrivateFiles(() => writeFileSync(path.join(folder, "meanwhile"), ""));
  expect(() =>
    withPrivateFiles(() => {
      throw new Error("failed");
    }),
  ).toThrow("failed");
  writeFileSync(path.join(folder, "later"), "", { mode: 0o644 });
  expect([mode("meanwhile"), mode("later")]).toEqual(["600", "644"]);
});
