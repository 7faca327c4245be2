import { logs } from "../local/logs";
import { CommandError } from "../process/steps";
import type { Command } from "./command";
import { findFunction } from "./functions";
import { readTarget, runningPort } from "./target";

export const command: Command = {
  help: `npm run local:logs -- <function> [--follow]

Prints the log of a function on the local AWS.

  --follow   go on with what comes, until Ctrl-C`,
  options: { follow: { type: "boolean" } },
  async run(args) {
    const [wanted] = args.positionals;
    if (wanted === undefined) {
      throw new CommandError(`Which function?\n\n${command.help}`);
    }
    const port = await runningPort();
    const { functionName } = await findFunction(wanted, readTarget("local"));
    await logs(functionName, { port, follow: args.flag("follow") });
  },
};
