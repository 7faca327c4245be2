import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Ended } from "./checkout";

const PROJECT = path.resolve(__dirname, "../..");

/** Builds the package and packs it as published. @returns the tarball */
export function packPackage(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "package-"));
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: PROJECT, stdio: "pipe" });
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: PROJECT, stdio: "pipe" });
  const [tarball] = readdirSync(folder);
  return path.join(folder, tarball as string);
}

/** The versions of packages in this repository. */
export function versions(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, require(path.join(PROJECT, "node_modules", name, "package.json")).version]),
  );
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | object>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(
      path.join(folder, name),
      typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`,
    );
  }
}

/** Runs a program. @returns its output and its exit code */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      // An app's programs must not find this repository's packages.
      env: { ...process.env, NODE_PATH: "", ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (data: string) => {
        text += data;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, text }));
  });
}

/** Runs a program, which has to succeed. @returns its output */
export async function succeed(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  const { code, text } = await run(program, args, options);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(" ")} exited with ${code}:\n${text}`);
  }
  return text;
}
