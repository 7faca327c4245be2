import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { endWhenInterrupted, isInterrupted } from "./interrupt";
import { CommandError } from "./steps";

/** How a program ended. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It took longer than it was given, and was killed. */
  readonly timedOut?: true;
}

export interface ProgramOptions extends Pick<SpawnOptions, "cwd" | "env" | "shell"> {
  /** Milliseconds; then the program is killed, with all that it started. @default - none */
  readonly timeout?: number;
  /** What it reads from its standard input. @default - nothing */
  readonly input?: string;
  /** Is told each piece of what it prints, as it comes. @default - nobody is told before it ends */
  readonly onStdout?: (text: string) => void;
}

/** A program that had to succeed failed; the text is what it printed. */
export class ProgramFailed extends CommandError {}

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
  { timeout, input, onStdout, ...options }: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      // A group of its own: the terminal's Ctrl-C reaches it once, through us. Terraform takes a second one for "at once".
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
    // A program may end without reading what it was given.
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

/** With what it started: that would hold its output open. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === "win32") {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended by itself just now.
  }
}

/**
 * Runs a program that has to succeed. @returns what it printed
 * @throws ProgramFailed with all that it printed, when it fails
 */
export async function succeed(program: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args);
  if (code !== 0) {
    throw new ProgramFailed(`${program} ${args.join(" ")} failed:\n\n${stdout}${stderr}`);
  }
  return stdout;
}
