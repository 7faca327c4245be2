import path from "node:path";
import { runProgram } from "../process/run-program";
import { CommandError } from "../process/steps";
import { LOCAL_FOLDER } from "./target";

/**
 * Checks the types of the project, which a synth doesn't look at. Takes about ten seconds the first time, and then what changed.
 * @throws CommandError with what is wrong
 */
export async function checkTypes(): Promise<void> {
  const kept = path.join(LOCAL_FOLDER, "types.tsbuildinfo");
  const { code, stdout } = await runProgram(
    path.join("node_modules", ".bin", "tsc"),
    ["--noEmit", "-p", ".", "--incremental", "--tsBuildInfoFile", kept],
    { shell: process.platform === "win32" },
  );
  if (code !== 0) {
    throw new CommandError(
      `Nothing was deployed, because the TypeScript of the app doesn't hold together:\n\n${stdout}`,
    );
  }
}
