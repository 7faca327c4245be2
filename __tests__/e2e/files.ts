import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import path from "node:path";

/** Every file below a folder with its mode and the hash of its content, without Terraform's own files. */
export function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  const files = entries
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !path.relative(folder, file).startsWith(".terraform"));
  return Object.fromEntries(files.sort().map((file) => [path.relative(folder, file), describe(file)]));
}

function describe(file: string): string {
  try {
    return `-> ${readlinkSync(file)}`;
  } catch {
    const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
    return file.includes(`${path.sep}assets${path.sep}`)
      ? `${(statSync(file).mode & 0o777).toString(8)} ${hash}`
      : hash;
  }
}
