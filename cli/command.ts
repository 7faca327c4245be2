import { type ParseArgsConfig, parseArgs, types } from "node:util";
import { explainKnownError } from "./doctor/known-errors";
import { optionsTakenByNpm, takenByNpmText, withoutSettings } from "./npm-options";
import { handleInterrupts } from "./process/interrupt";
import { ProgramFailed } from "./process/run-program";
import { CommandError } from "./process/steps";

/** The options of a command, as node's parseArgs wants them. */
export type Options = NonNullable<ParseArgsConfig["options"]>;

/** What the command line said. */
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
  /** All arguments are another program's: they are taken as they are. @default false */
  readonly passThrough?: boolean;
  /** Does it, and gives the exit code; nothing is 0. */
  run(args: Arguments): Promise<number | undefined> | Promise<void>;
}

/** Runs a command and gives its exit code. How an error is told: see errorText. */
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

/** What is told of an error: its text when that is meant for people, what it means when that is well known; else its stack trace. */
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

/** @throws CommandError when options of the command never reached it: it would do something else than what was meant */
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
