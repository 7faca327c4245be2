import type { Command } from "../command";
import { commandLine } from "../command-line";
import { callsOf, endOfCalls, isDenied, readCalls } from "../permissions/recorded-calls";
import { parseJson } from "../process/probe";
import { printRemark, printResult, whileShown } from "../process/progress";
import { CommandError, log } from "../process/steps";
import type { LocalAws } from "./aws-request";
import type * as debugInvocationModule from "./debug/debug-invocation";
import type * as denialsInLogModule from "./denials-in-log";
import { type DeployedFunction, findFunction } from "./deployed-functions";
import { runningPort } from "./emulator";
import { readEvent } from "./event";
import { failureOf, failureText } from "./failure";
import { type Invocation, invoke, prettyPayload } from "./invoke";

export const command: Command = {
  examples: [
    [`${commandLine("local:invoke --")} python '{"action": "list"}'`, "sends this event"],
    [`${commandLine("local:invoke --")} python --event event.json`, "sends a file"],
    [`${commandLine("local:invoke --")} python --debug`, "waits for a debugger"],
  ],
  help: `${commandLine("local:invoke --")} <function> [<json> | --event <file>] [--json] [--debug]

Invokes a function on the local AWS and prints its answer on standard output, everything else on standard error. Without an event it
sends lambdas/<function>/event.json, or {} if there is no such file.

  --event <file>  sends the JSON in this file; "-" is standard input
  --json          prints an object with the answer, the error, the end of the log, and the seconds that it took
  --debug         wait for a debugger (Python: debugpy, Node.js: its inspector) before the function starts, and let it pause
                  as long as you like: docs/debugging.md

Exits with 1 when the function failed.`,
  options: { event: { type: "string" }, json: { type: "boolean" }, debug: { type: "boolean" } },
  positionals: 2,
  async run(args) {
    const [wanted, json] = args.positionals;
    if (wanted === undefined) {
      throw new CommandError(`Which function? For example: ${commandLine("local:invoke --")} python`);
    }
    const port = await runningPort();
    const fn = await findFunction(wanted);
    const { id, functionName, region } = fn;
    const event = readEvent(id, { json, file: args.text("event") });
    const before = { end: endOfCalls(), time: new Date().toISOString() };
    const started = performance.now();
    const aws = { port, region };
    const run = () => invoke(functionName, event, aws);
    const answer = await (args.flag("debug")
      ? debugInvocation().withDebugger(fn, aws, run)
      : whileShown(`Invoking ${functionName}`, run));
    const seconds = (performance.now() - started) / 1_000;
    await printDenials(fn, answer, before, aws);
    printResult(args.flag("json") ? asJson(fn, answer, seconds) : prettyPayload(answer.payload));
    const failure = failureOf(answer);
    if (failure !== undefined) {
      log(`${functionName} failed after ${seconds.toFixed(1)} s: ${failureText(failure)}`);
      printRemark(`The end of its log:\n${answer.logTail.trimEnd()}`);
      return 1;
    }
    log(`${functionName} answered (${seconds.toFixed(1)} s)`);
    return 0;
  },
};

/** Loaded on demand, since it loads the library. */
function debugInvocation(): typeof debugInvocationModule {
  return require("./debug/debug-invocation");
}

/** What the function was denied is loaded on demand, since it loads the library. */
async function printDenials(
  fn: DeployedFunction,
  { payload, logTail }: Invocation,
  { end, time }: { readonly end: number; readonly time: string },
  aws: LocalAws,
): Promise<void> {
  const calls = readCalls(end);
  if (callsOf(fn, calls).some(isDenied)) {
    const { denialsInInvocation } = require("./denials-in-log") as typeof denialsInLogModule;
    const invoked = { since: time, text: `${logTail}\n${payload}` };
    const text = await denialsInInvocation(fn, calls, invoked, aws);
    if (text !== undefined) {
      printRemark(`${text}\n`);
    }
  }
}

/** The answer is text if it isn't JSON. */
function asJson({ id, functionName }: DeployedFunction, invocation: Invocation, seconds: number): string {
  const { payload, logTail } = invocation;
  const error = failureOf(invocation);
  const answer = parseJson(payload) ?? payload;
  return JSON.stringify(
    { id, functionName, answer, ...(error && { error }), seconds: Number(seconds.toFixed(3)), log: logTail },
    undefined,
    2,
  );
}
