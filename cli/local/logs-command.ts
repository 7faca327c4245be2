import { readTarget, runningPort } from "../app/target";
import type { Command } from "../command";
import { CommandError } from "../process/steps";
import { findFunction } from "./deployed-functions";
import { logs } from "./logs";

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
