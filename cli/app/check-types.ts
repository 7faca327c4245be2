import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProgram } from "../process/run-program";
import { CommandError } from "../process/steps";
import { LOCAL_FOLDER } from "./local-folder";

/**
 * Checks the types of the project, which a synth doesn't look at. Takes about ten seconds the first time, and then what changed.
 * @throws CommandError with what is wrong
 */
export async function checkTypes(): Promise<void> {
  const kept = path.join(LOCAL_FOLDER, "types.tsbuildinfo");
  const hashFile = `${kept}.sha256`;
  // TypeScript believes what it finds there.
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
      `Nothing was deployed, because the TypeScript of the app doesn't hold together:\n\n${stdout}`,
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
