import { type ParseArgsConfig, parseArgs, types } from "node:util";
import { explainKnownError } from "./known-errors";
import {
  optionsTakenByNpm,
  takenByNpmText,
  unknownTakenByNpm,
  withoutSettings,
} from "./options-taken-by-npm";
import { fileErrorText } from "./process/file-error";
import { handleInterrupts } from "./process/interrupt";
import { printRemark, printResult } from "./process/progress";
import { ProgramFailed } from "./process/run-program";
import { shellWord } from "./process/shell-word";
import { CommandError } from "./process/steps";
import { fitMessage, fitParagraphs } from "./process/terminal";

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
  /** What `--help` prints first: a line to type, and what it does. */
  readonly examples?: readonly (readonly [line: string, what: string])[];
  /** What `--help` prints after the examples. It begins with the form of the line. */
  readonly help: string;
  readonly options?: Options;
  /** The most arguments that it takes besides options. Any more are refused, so that none gets lost. @default 0 */
  readonly positionals?: number;
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
    printResult(fitParagraphs(helpText(command), process.stdout));
    return 0;
  }
  handleInterrupts();
  try {
    const args = parse(command, argv);
    await refuseTakenByNpm(command, args, argv, environment);
    refuseSurplus(command, args);
    return (await command.run(args)) ?? 0;
  } catch (error) {
    printError(error);
    return 1;
  }
}

/** Prints an error, as `errorText` formats it. */
export function printError(error: unknown): void {
  printRemark(`\n${fitMessage(errorText(error), process.stderr)}`);
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
  return error instanceof CommandError
    ? error.message
    : (fileErrorText(error) ?? error.stack ?? error.message);
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
  const own = await withoutSettings(optionsTakenByNpm(options, args, environment), environment);
  const taken = [...own, ...unknownTakenByNpm(options, environment)];
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
    throw new CommandError(`${(error as Error).message.split(". To specify")[0]}.\n\n${seeHelp(command)}`);
  }
}

/** The help of a command, with examples first. */
function helpText({ examples = [], help }: Command): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  return [...(lines.length > 0 ? [lines.join("\n")] : []), help].join("\n\n");
}

/** @throws CommandError when there are more arguments than the command takes */
function refuseSurplus(command: Command, { positionals }: Arguments): void {
  const most = command.passThrough ? Number.POSITIVE_INFINITY : (command.positionals ?? 0);
  const surplus = positionals.slice(most);
  if (surplus.length > 0) {
    const takes = most === 0 ? "no arguments" : most === 1 ? "one argument" : `at most ${most} arguments`;
    throw new CommandError(
      `The command takes ${takes} besides options, and got ${surplus.map(shellWord).join(" ")} too. Nothing was done.\n\n${seeHelp(command)}`,
    );
  }
}

/** The next line to type, after a line that is not understood. */
function seeHelp({ help }: Command): string {
  const name = /^(?:npm run [\w:-]+|npm test|npx [\w-]+ [\w-]+)/.exec(help)?.[0];
  return name === undefined ? help : `Its options: ${name} ${name.startsWith("npm ") ? "-- " : ""}--help`;
}
