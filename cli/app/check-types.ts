import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { readIfThere } from "../process/read-if-there";
import { runProgram } from "../process/run-program";
import { CommandError } from "../process/steps";
import { LOCAL_FOLDER } from "./local-folder";

/**
 * Checks the types of the project, which a synth doesn't do. It takes about ten seconds the first time, and less afterwards. An app
 * without a tsconfig.json has none.
 * @throws CommandError with the errors, or when TypeScript isn't installed
 */
export async function checkTypes(): Promise<void> {
  if (!existsSync("tsconfig.json")) {
    return;
  }
  const buildInfo = path.join(LOCAL_FOLDER, "types.tsbuildinfo");
  const hashFile = `${buildInfo}.sha256`;
  // TypeScript trusts this file.
  if (hashOf(buildInfo) !== readIfThere(hashFile)) rmSync(buildInfo, { force: true });
  const { code, stdout } = await runProgram(process.execPath, [
    findCompiler(),
    "--noEmit",
    "-p",
    ".",
    "--incremental",
    "--tsBuildInfoFile",
    buildInfo,
  ]);
  const hash = hashOf(buildInfo);
  if (hash !== undefined) writeFileSync(hashFile, hash);
  if (code !== 0) {
    throw new CommandError(
      `Nothing was deployed, because the TypeScript of the app has type errors:\n\n${stdout}`,
    );
  }
}

/** The compiler that Node.js finds from the app's folder. In a workspace it is in a folder above. */
function findCompiler(): string {
  try {
    return createRequire(path.resolve("package.json")).resolve("typescript/bin/tsc");
  } catch {
    throw new CommandError(
      "Nothing was deployed, because the types of the app can't be checked: the package typescript isn't installed. Install the app's packages, with those of development: npm ci",
    );
  }
}

function hashOf(file: string): string | undefined {
  const content = readIfThere(file);
  return content === "" ? undefined : createHash("sha256").update(content).digest("hex");
}
