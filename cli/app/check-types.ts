import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProgram } from "../process/run-program";
import { CommandError } from "../process/steps";
import { LOCAL_FOLDER } from "./local-folder";

/**
 * Checks the types of the project, which a synth doesn't do. It takes about ten seconds the first time, and less afterwards.
 * @throws CommandError with the errors
 */
export async function checkTypes(): Promise<void> {
  const kept = path.join(LOCAL_FOLDER, "types.tsbuildinfo");
  const hashFile = `${kept}.sha256`;
  // TypeScript trusts this file.
  if (hashOf(kept) !== readIfThere(hashFile)?.toString()) rmSync(kept, { force: true });
  const { code, stdout } = await runProgram(
    path.join("node_modules", ".bin", "tsc"),
    ["--noEmit", "-p", ".", "--incremental", "--tsBuildInfoFile", kept],
    { shell: process.platform === "win32" },
  );
  const hash = hashOf(kept);
  if (hash !== undefined) writeFileSync(hashFile, hash);
  if (code !== 0) {
    throw new CommandError(
      `Nothing was deployed, because the TypeScript of the app has type errors:\n\n${stdout}`,
    );
  }
}

function hashOf(file: string): string | undefined {
  const content = readIfThere(file);
  return content && createHash("sha256").update(content).digest("hex");
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
