import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Tests make thousands of small folders. All of a run are in one, which is removed when it has ended. */
module.exports = function make(): void {
  // The workers start after this, with this environment.
  process.env.TMPDIR = mkdtempSync(path.join(tmpdir(), "tests-"));
};
