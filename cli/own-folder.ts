import { existsSync } from "node:fs";
import path from "node:path";

/** The folder of this package's package.json: a parent folder of this file, both in the repository and in an installed package. */
export function ownFolder(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, "package.json"))) {
    folder = path.dirname(folder);
  }
  return folder;
}
