import { spawnSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";

const BUILD = pathToFileURL(path.resolve("scripts", "build.mjs")).href;

/** Builds dist/ where it is not up to date: its JavaScript, or its declarations, too. */
export function buildPackage({ declarations = false } = {}): void {
  const script = `import { build } from ${JSON.stringify(BUILD)}; await build(process.cwd(), { declarations: ${declarations} });`;
  const { code, text } = node("--input-type=module", "-e", script);
  if (code !== 0) {
    throw new Error(text);
  }
}

/** Runs Node in this repository, where the name of the package leads to dist/, by `exports` in package.json. */
export function node(...args: readonly string[]): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { code: status, text: `${stdout}${stderr}` };
}
