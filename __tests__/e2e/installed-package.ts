import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProgram } from "../../cli/process/run-program";
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

/** Runs a program. @returns its output, errors at the end, and how it ended */
export async function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ended> {
  const { code, stdout, stderr } = await runProgram(program, args, {
    cwd: options.cwd,
    // An app must not find the programs of this repository.
    env: { ...process.env, NODE_PATH: "", ...options.env },
  });
  return { code, text: stdout + stderr };
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
