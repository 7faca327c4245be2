import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { endWhenInterrupted, isInterrupted } from "./interrupt";
import { CommandError } from "./steps";

/** How a program ended. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It exceeded the timeout, and was killed. */
  readonly timedOut?: true;
}

export interface ProgramOptions extends Pick<SpawnOptions, "cwd" | "env" | "shell"> {
  /** In milliseconds. After it the program is killed, with all programs that it started. @default - none */
  readonly timeout?: number;
  /** The standard input. @default - nothing */
  readonly input?: string;
  /** Called with each piece of its output, as it is printed. @default - the output is only returned at the end */
  readonly onStdout?: (text: string) => void;
}

/** A program that must succeed failed. The message is its output. */
export class ProgramFailed extends CommandError {}

/** A program that is not on this machine. */
export class ProgramNotFound extends Error {
  constructor(readonly program: string) {
    super(`There is no program "${program}" on this machine's PATH.`);
  }
}

/**
 * Runs a program to its end and returns its output. When the command is interrupted, the program is ended, and this
 * function never returns.
 * @throws ProgramNotFound
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { timeout, input, onStdout, ...options }: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      // In its own process group, so that Ctrl-C reaches it only once, through this process. Terraform reads a second
      // signal as "stop at once".
      detached: process.platform !== "win32",
    });
    const wasInterrupted = isInterrupted();
    endWhenInterrupted(child);
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            kill(child);
          }, timeout);
    // A program may end without reading its input.
    child.stdin?.on("error", () => undefined).end(input);
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onStdout?.(text);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(error.code === "ENOENT" ? new ProgramNotFound(program) : error);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      if (isInterrupted() === wasInterrupted) {
        resolve({ code: code ?? 1, stdout, stderr, ...(timedOut && { timedOut }) });
      }
    });
  });
}

/** Also kills the programs that it started, since they would keep its output open. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === "win32") {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
}

/**
 * Runs a program that must succeed.
 * @returns its output
 * @throws ProgramFailed with its output, when it fails
 */
export async function succeed(
  program: string,
  args: readonly string[],
  options?: ProgramOptions,
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, options);
  if (code !== 0) {
    throw new ProgramFailed(`${program} ${args.join(" ")} failed:\n\n${stdout}${stderr}`);
  }
  return stdout;
}
