import { type ParseArgsConfig, parseArgs } from "node:util";
import { handleInterrupts } from "../process/interrupt";
import { CommandError } from "../process/steps";

type Options = NonNullable<ParseArgsConfig["options"]>;

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

/** Runs a command and gives its exit code. A CommandError is told by its text, any other error with its stack trace. */
export async function runCommand(command: Command, argv: readonly string[]): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    console.log(command.help);
    return 0;
  }
  handleInterrupts();
  try {
    return (await command.run(parse(command, argv))) ?? 0;
  } catch (error) {
    console.error(
      `\n${error instanceof CommandError ? error.message : error instanceof Error ? error.stack : error}`,
    );
    return 1;
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
