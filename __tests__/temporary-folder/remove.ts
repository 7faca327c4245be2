import { rmSync } from "node:fs";

module.exports = function remove(): void {
  rmSync(process.env.TMPDIR ?? "", { recursive: true, force: true });
};
