import type { Command } from "../command";
import { commandLine } from "../command-line";
import { denialsText } from "../permissions/denial-text";
import { parseJson } from "../process/json-text";
import { printRemark, printResult, whileShown } from "../process/progress";
import { CommandError, log } from "../process/steps";
import type * as debugInvocationModule from "./debug/debug-invocation";
import { type DeployedFunction, findFunction } from "./deployed-functions";
import { runningPort } from "./emulator";
import { readEvent } from "./event";
import { failureOf, failureText } from "./failure";
import { invoke, prettyPayload } from "./invoke";
import { invokeWithDenials, type SeenInvocation } from "./invoke-with-denials";

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
                  as long as you like: docs/debugging.md of cdktf-lambda-images

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
    const aws = { port, region };
    const run = () => invoke(functionName, event, aws);
    const answer = await invokeWithDenials(fn, aws, () =>
      args.flag("debug")
        ? debugInvocation().withDebugger(fn, aws, run)
        : whileShown(`Invoking ${functionName}`, run),
    );
    const seconds = answer.seconds.toFixed(1);
    const denied = denialsText(answer.denials, functionName);
    if (denied !== undefined) {
      printRemark(`${denied}\n`);
    }
    printResult(args.flag("json") ? asJson(fn, answer) : prettyPayload(answer.payload));
    const failure = failureOf(answer);
    if (failure !== undefined) {
      log(`${functionName} failed after ${seconds} s: ${failureText(failure)}`);
      printRemark(`The end of its log:\n${answer.logTail.trimEnd()}`);
      return 1;
    }
    log(`${functionName} answered (${seconds} s)`);
    return 0;
  },
};

/** Loaded on demand, since it loads the library. */
function debugInvocation(): typeof debugInvocationModule {
  return require("./debug/debug-invocation");
}

/** The answer is text if it isn't JSON. */
function asJson({ id, functionName }: DeployedFunction, invocation: SeenInvocation): string {
  const { payload, logTail, seconds } = invocation;
  const error = failureOf(invocation);
  const json: unknown = parseJson(payload);
  const answer = json === undefined ? payload : json;
  return JSON.stringify(
    { id, functionName, answer, ...(error && { error }), seconds: Number(seconds.toFixed(3)), log: logTail },
    undefined,
    2,
  );
}
