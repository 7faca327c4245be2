import fs, { mkdtempSync, readdirSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readChecked, writeChecked } from "../../lib/checked-file";

const folder = mkdtempSync(path.join(tmpdir(), "checked-"));
const file = path.join(folder, "below", "file");

afterEach(() => jest.restoreAllMocks());

test("a text is read as it was written, and not at all when it was cut short", () => {
  writeChecked(file, "text");
  expect(readChecked(file)).toBe("text");
  truncateSync(file, 67);
  expect(readChecked(file)).toBeUndefined();
});

test("a full disk leaves nothing behind, and what was there before", () => {
  writeChecked(file, "before");
  const write = fs.writeFileSync;
  jest.spyOn(fs, "writeFileSync").mockImplementation((name, text) => {
    write(name, (text as string).slice(0, 10));
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  });
  writeChecked(file, "after");
  expect([readdirSync(path.dirname(file)), readChecked(file)]).toEqual([["file"], "before"]);
});
