import { ProgramNotFound, type ProgramOptions, runProgram } from "./run-program";

/** The timeout of a program or server, in milliseconds. A remote engine over ssh needs a few seconds. */
export const PATIENCE = 10_000;

/** The output of a program, or the fact that it doesn't exist, can't be run, or doesn't end in time. */
export type ProbeResult =
  | { readonly state: "ran"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly state: "missing" }
  | { readonly state: "silent" };

/** Runs a program to get information. Never throws. */
export async function probe(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProbeResult> {
  try {
    const result = await runProgram(program, args, { timeout: PATIENCE, env: process.env, ...options });
    return result.timedOut
      ? { state: "silent" }
      : { state: "ran", code: result.code, stdout: result.stdout, stderr: result.stderr };
  } catch (error) {
    return error instanceof ProgramNotFound
      ? { state: "missing" }
      : { state: "ran", code: 1, stdout: "", stderr: error instanceof Error ? error.message : String(error) };
  }
}
