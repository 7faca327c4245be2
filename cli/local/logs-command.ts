import type { Command } from "../command";
import { commandLine } from "../command-line";
import { CommandError } from "../process/steps";
import { findFunction } from "./deployed-functions";
import { runningPort } from "./emulator";
import { logs } from "./logs";

export const command: Command = {
  help: `${commandLine("local:logs --")} <function> [--follow]

Prints the log of a function on the local AWS.

  --follow   print new lines until Ctrl-C`,
  options: { follow: { type: "boolean" } },
  async run(args) {
    const [wanted] = args.positionals;
    if (wanted === undefined) {
      throw new CommandError(`Which function?\n\n${command.help}`);
    }
    const port = await runningPort();
    const { functionName, region } = await findFunction(wanted);
    await logs(functionName, { port, region, follow: args.flag("follow") });
  },
};
