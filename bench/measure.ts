import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { runProgram } from "../cli/process/run-program";
import { CommandError } from "../cli/process/steps";
import { BENCH } from "./folders";

/** A command as a user would type it. */
export interface Program {
  readonly command: string;
  /** Absolute. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Measured {
  /** Wall time of the whole process, in seconds. */
  readonly seconds: number;
  readonly stdout: string;
}

/**
 * Runs a program to its end and measures the time.
 * @throws CommandError with its output, when it fails
 */
export async function measure({ command, folder, environment }: Program): Promise<Measured> {
  const started = performance.now();
  const { code, stdout, stderr } = await runProgram(command, [], {
    shell: true,
    cwd: folder,
    env: { ...ownEnvironment(), ...environment },
  });
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) {
    throw new CommandError(
      `This program of the benchmark failed with ${code}, in ${folder}:\n\n${command}\n\n${stdout}${stderr}`,
    );
  }
  return { seconds, stdout };
}

/**
 * As `measure`, with the peak memory of the program's largest Node.js process. It is separate from the timed runs, since it costs
 * each process a millisecond or two.
 * @returns mebibytes
 */
export async function measureMemory(program: Program): Promise<Measured & { readonly peakMiB: number }> {
  const file = path.join(BENCH, "memory");
  rmSync(file, { force: true });
  const hook = path.join(__dirname, "peak-memory.cjs");
  const measured = await measure({
    ...program,
    environment: {
      ...program.environment,
      NODE_OPTIONS: `--require ${JSON.stringify(hook)}`,
      BENCH_MEMORY_FILE: file,
    },
  });
  const kibibytes = readFileSync(file, "utf8").trim().split("\n").map(Number);
  return { ...measured, peakMiB: Math.max(...kibibytes) / 1024 };
}

/**
 * The environment without the variables of `npm run`, with which `npx` would search this project for the peers'
 * programs. Also without variables that the user set for other programs.
 */
function ownEnvironment(): NodeJS.ProcessEnv {
  const variables = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$|CDKTF_|CDK_)/i.test(name),
  );
  const environment = Object.fromEntries(variables);
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return {
    ...environment,
    PATH: folders
      .filter((folder) => !folder.endsWith(path.join("node_modules", ".bin")))
      .join(path.delimiter),
    // No network during the measurement.
    CHECKPOINT_DISABLE: "1",
    CDK_DISABLE_CLI_TELEMETRY: "true",
  };
}
