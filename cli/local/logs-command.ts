import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { callsOf, isDenied, readCalls } from "../permissions/recorded-calls";
import { printRemark, printResult } from "../process/progress";
import { CommandError } from "../process/steps";
import type { LocalAws } from "./aws-request";
import type * as denialsInLogModule from "./denials-in-log";
import { type DeployedFunction, findFunction } from "./deployed-functions";
import { runningPort } from "./emulator";
import { type LogLine, LogReader, lineText } from "./logs";

const POLL_MILLISECONDS = 1_000;

export const command: Command = {
  examples: [
    [`${commandLine("local:logs --")} python`, "shows what the function printed"],
    [`${commandLine("local:logs --")} python --follow`, "the same, and new lines until Ctrl-C"],
  ],
  help: `${commandLine("local:logs --")} <function> [--follow] [--json]

Prints the log of a function on the local AWS. What it was denied since the last deploy comes first, on standard error.

  --follow   print new lines until Ctrl-C
  --json     prints each line as a JSON object: time, message`,
  options: { follow: { type: "boolean" }, json: { type: "boolean" } },
  positionals: 1,
  async run(args) {
    const [wanted] = args.positionals;
    if (wanted === undefined) {
      throw new CommandError(`Which function? For example: ${commandLine("local:logs --")} python`);
    }
    const port = await runningPort();
    const fn = await findFunction(wanted);
    const aws = { port, region: fn.region };
    await printDenials(fn, aws);
    const reader = new LogReader(fn, aws);
    const toText = args.flag("json") ? (line: LogLine) => JSON.stringify(line) : lineText;
    print((await reader.next()).map(toText));
    while (args.flag("follow")) {
      await sleep(POLL_MILLISECONDS);
      print((await reader.next()).map(toText));
    }
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

function print(lines: readonly string[]): void {
  if (lines.length > 0) {
    printResult(lines.join("\n"));
  }
}
