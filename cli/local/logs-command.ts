import type { Command } from "../command";
import { commandLine } from "../command-line";
import { callsOf, isDenied, readCalls } from "../permissions/recorded-calls";
import { printRemark } from "../process/progress";
import { CommandError } from "../process/steps";
import type { LocalAws } from "./aws-request";
import type * as denialsInLogModule from "./denials-in-log";
import { type DeployedFunction, findFunction } from "./deployed-functions";
import { runningPort } from "./emulator";
import { logs } from "./logs";

export const command: Command = {
  examples: [
    [`${commandLine("local:logs --")} python`, "shows what the function printed"],
    [`${commandLine("local:logs --")} python --follow`, "the same, and new lines until Ctrl-C"],
  ],
  help: `${commandLine("local:logs --")} <function> [--follow]

Prints the log of a function on the local AWS. What it was denied since the last deploy comes first, on standard error.

  --follow   print new lines until Ctrl-C`,
  options: { follow: { type: "boolean" } },
  positionals: 1,
  async run(args) {
    const [wanted] = args.positionals;
    if (wanted === undefined) {
      throw new CommandError(`Which function? For example: ${commandLine("local:logs --")} python`);
    }
    const port = await runningPort();
    const fn = await findFunction(wanted);
    const { functionName, region } = fn;
    await printDenials(fn, { port, region });
    await logs(functionName, { port, region, follow: args.flag("follow") });
  },
};

/** What the function was denied is loaded on demand, since it loads the library. */
async function printDenials(fn: DeployedFunction, aws: LocalAws): Promise<void> {
  const calls = readCalls();
  if (callsOf(fn, calls).some(isDenied)) {
    const { denialsInLog } = require("./denials-in-log") as typeof denialsInLogModule;
    const text = await denialsInLog(fn, calls, aws);
    if (text !== undefined) {
      printRemark(`${text}\n`);
    }
  }
}
