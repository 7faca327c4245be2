import { existsSync } from "node:fs";
import path from "node:path";
import { ProgramNotFound, type ProgramResult, runProgram } from "../cli/process/run-program";

/** A program's file, or why it isn't available on this machine. */
export type GoProgram = { readonly program: string } | { readonly skipped: string };

/**
 * A program that Go builds from its source. It is built once.
 * @param source the module and its version, for example `example.com/cmd/tool@v1.2.3`
 * @param folder the folder of the program. Another version is built into another folder below it
 */
export async function goProgram(source: string, folder: string): Promise<GoProgram> {
  const [module = "", version = ""] = source.split("@");
  const name = path.posix.basename(module);
  const bin = path.resolve(folder, version);
  const program = path.join(bin, process.platform === "win32" ? `${name}.exe` : name);
  if (existsSync(program)) {
    return { program };
  }
  let built: ProgramResult;
  try {
    built = await runProgram("go", ["install", source], { env: { ...process.env, GOBIN: bin } });
  } catch (error) {
    if (error instanceof ProgramNotFound) {
      return { skipped: `${name} is built with Go, but there is no Go on this machine` };
    }
    throw error;
  }
  return built.code === 0 ? { program } : { skipped: `${name} could not be built: ${built.stderr.trim()}` };
}
