import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import type * as denialTextModule from "../permissions/denial-text";
import { callsOf, endOfCalls, isDenied, type RecordedCall, readCalls } from "../permissions/recorded-calls";
import { CommandError, log } from "../process/steps";
import { codeFolder, findFunction } from "./deployed-functions";
import { runningPort } from "./emulator";
import { invoke } from "./invoke";

export const command: Command = {
  help: `${commandLine("local:invoke --")} <function> [json]

Invokes a function on the local AWS and prints its answer. Without JSON it sends lambdas/<function>/event.json, or {}.

Exits with 1 when the function failed.`,
  async run({ positionals: [wanted, json] }) {
    if (wanted === undefined) {
      throw new CommandError(`Which function?\n\n${command.help}`);
    }
    const port = await runningPort();
    const { id, functionName, region } = await findFunction(wanted);
    const before = endOfCalls();
    const started = performance.now();
    const answer = await invoke(functionName, json === undefined ? sampleEvent(id) : checkedJson(json), {
      port,
      region,
    });
    const denied = callsOf(functionName, readCalls(before)).filter(isDenied);
    if (denied.length > 0) {
      const text = `${answer.payload}\n${answer.logTail}`;
      console.error(`${explain(denied, { functionName, text, folder: codeFolder(id) })}\n`);
    }
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

/** Loaded on demand, since it loads the library. */
function explain(
  denied: readonly RecordedCall[],
  context: denialTextModule.DenialContext,
): string | undefined {
  const { denialText } = require("../permissions/denial-text") as typeof denialTextModule;
  return denialText(denied, context);
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
