import { type SpawnOptions, spawn } from "node:child_process";
import { endWhenInterrupted, isInterrupted } from "./interrupt";

/** How a program ended. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that is not on this machine. */
export class ProgramNotFound extends Error {
  constructor(readonly program: string) {
    super(`There is no program "${program}" on this machine's PATH.`);
  }
}

/**
 * Runs a program to its end and keeps what it prints. When the command is interrupted it is ended, and this never returns.
 * @throws ProgramNotFound
 */
export function runProgram(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env" | "timeout" | "shell"> = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own: the terminal's Ctrl-C reaches it once, through us. Terraform takes a second one for "at once".
      detached: process.platform !== "win32",
    });
    const wasInterrupted = isInterrupted();
    endWhenInterrupted(child);
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new ProgramNotFound(program) : error),
    );
    child.on("close", (code) => {
      if (isInterrupted() === wasInterrupted) {
        resolve({ code: code ?? 1, stdout, stderr });
      }
    });
  });
}
