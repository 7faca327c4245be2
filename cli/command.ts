import { type ParseArgsConfig, parseArgs, types } from "node:util";
import { explainKnownError } from "./doctor/known-errors";
import { optionsTakenByNpm, takenByNpmText, withoutSettings } from "./npm-options";
import { handleInterrupts } from "./process/interrupt";
import { ProgramFailed } from "./process/run-program";
import { CommandError } from "./process/steps";

/** The options of a command, in the form of Node.js's parseArgs. */
export type Options = NonNullable<ParseArgsConfig["options"]>;

/** The parsed command line. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** The text of `--name text`, if it was given. */
  text(name: string): string | undefined;
  /** Whether `--name` was given. */
  flag(name: string): boolean;
}

/** One `npm run` command. */
export interface Command {
  /** What `--help` prints. */
  readonly help: string;
  readonly options?: Options;
  /** All arguments belong to another program and are passed on unchanged. @default false */
  readonly passThrough?: boolean;
  /** Runs the command. @returns the exit code; nothing means 0 */
  run(args: Arguments): Promise<number | undefined> | Promise<void>;
}

/** Runs a command and returns its exit code. An error is printed as `errorText` formats it. */
export async function runCommand(
  command: Command,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    console.log(command.help);
    return 0;
  }
  handleInterrupts();
  try {
    const args = parse(command, argv);
    await refuseTakenByNpm(command, args, argv, environment);
    return (await command.run(args)) ?? 0;
  } catch (error) {
    console.error(`\n${errorText(error)}`);
    return 1;
  }
}

/**
 * The text to print for an error: its message when that is meant for users, with the cause of a well-known error. For
 * any other error, its stack trace.
 */
export function errorText(error: unknown): string {
  if (!types.isNativeError(error)) {
    return String(error);
  }
  const unexplained = error instanceof ProgramFailed || isDiskFull(error);
  const meaning = unexplained ? explainKnownError(error.message) : undefined;
  if (meaning !== undefined) {
    return `${error.message}\n\n${meaning}`;
  }
  return error instanceof CommandError ? error.message : (error.stack ?? error.message);
}

function isDiskFull(error: Error): boolean {
  return ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** @throws CommandError when npm took options of the command, which would then do something unintended */
async function refuseTakenByNpm(
  { options = {} }: Command,
  args: Arguments,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const taken = await withoutSettings(optionsTakenByNpm(options, args, environment), environment);
  if (taken.length > 0) {
    throw new CommandError(takenByNpmText(taken, argv, environment));
  }
}

function parse(command: Command, argv: readonly string[]): Arguments {
  if (command.passThrough) {
    return { positionals: argv, text: () => undefined, flag: () => false };
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: command.options ?? {},
      allowPositionals: true,
    });
    return {
      positionals,
      text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${command.help}`);
  }
}
