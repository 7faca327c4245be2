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

test("only its owner can read a folder, also one that all could read", () => {
  privateFolder(path.join(folder, "new"));
  mkdirSync(path.join(folder, "old"));
  chmodSync(path.join(folder, "old"), 0o755);
  privateFolder(path.join(folder, "old"));
  expect([mode("new"), mode("old")]).toEqual(["700", "700"]);
});

test("only its owner can read a file, also one that all could read", () => {
  writeFileSync(path.join(folder, "old"), "");
  chmodSync(path.join(folder, "old"), 0o644);
  for (const name of ["new", "old"]) {
    writePrivateFile(path.join(folder, name), "secret");
    expect(mode(name)).toBe("600");
  }
});

test("files made during the run are private, and later ones are not", () => {
  withPrivateFiles(() => writeFileSync(path.join(folder, "meanwhile"), ""));
  expect(() =>
    withPrivateFiles(() => {
      throw new Error("failed");
    }),
  ).toThrow("failed");
  writeFileSync(path.join(folder, "later"), "", { mode: 0o644 });
  expect([mode("meanwhile"), mode("later")]).toEqual(["600", "644"]);
});
