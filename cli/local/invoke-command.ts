import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { callsOf, endOfCalls, isDenied, readCalls } from "../permissions/recorded-calls";
import { CommandError, log } from "../process/steps";
import type { LocalAws } from "./aws-request";
import type * as denialsInLogModule from "./denials-in-log";
import { codeFolder, type DeployedFunction, findFunction } from "./deployed-functions";
import { runningPort } from "./emulator";
import { type Invocation, invoke } from "./invoke";

export const command: Command = {
  help: `${commandLine("local:invoke --")} <function> [json]

Invokes a function on the local AWS and prints its answer. Without JSON it sends lambdas/<function>/event.json, or {}.

Exits with 1 when the function failed.`,
  async run({ positionals: [wanted, json] }) {
    if (wanted === undefined) {
      throw new CommandError(`Which function?\n\n${command.help}`);
    }
    const port = await runningPort();
    const fn = await findFunction(wanted);
    const { id, functionName, region } = fn;
    const before = { end: endOfCalls(), time: new Date().toISOString() };
    const started = performance.now();
    const aws = { port, region };
    const answer = await invoke(functionName, json === undefined ? sampleEvent(id) : checkedJson(json), aws);
    await printDenials(fn, answer, before, aws);
    console.log(pretty(answer.payload));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (answer.functionError !== undefined) {
      log(`${functionName} failed (${answer.functionError}, ${seconds} s). Its log:\n${answer.logTail}`);
      return 1;
    }
    log(`${functionName} answered (${seconds} s)`);
    return 0;
  },
};

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
      console.error(`${text}\n`);
    }
  }
}

function sampleEvent(id: string): string {
  const file = path.join(codeFolder(id), "event.json");
  return existsSync(file) ? readFileSync(file, "utf8") : "{}";
}

function checkedJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new CommandError(
      `The event is not JSON: ${(error as Error).message}\nIn most shells it needs single quotes: ${commandLine("local:invoke --")} python '{"action": "list"}'`,
    );
  }
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), undefined, 2);
  } catch {
    return payload;
  }
}
