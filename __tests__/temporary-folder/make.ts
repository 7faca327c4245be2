import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Tests make thousands of small folders. All of a run are in one, which is removed when it has ended. */
module.exports = function make(): void {
  const folder = mkdtempSync(path.join(tmpdir(), "tests-"));
  // A test that drops the rights of root still has to reach its own folder.
  chmodSync(folder, 0o755);
  // The workers start after this, with this environment.
  process.env.TMPDIR = folder;
};
