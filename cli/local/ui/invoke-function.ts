import { callsOf, endOfCalls, isDenied, readCalls } from "../../permissions/recorded-calls";
import { denialsOfInvocation } from "../denials-in-log";
import { codeFolder } from "../deployed-functions";
import { invoke } from "../invoke";
import { answerOf } from "./answer";
import type { Answer, FunctionFacts } from "./messages";
import { eventIn } from "./saved-events";

/** Invokes a function, and tells why it failed. @throws CommandError when the event isn't JSON, or it can't be invoked */
export async function invokeFunction(fn: FunctionFacts, event: string, port: number): Promise<Answer> {
  eventIn(event);
  const { functionName, region } = fn;
  const aws = { port, region };
  const before = { end: endOfCalls(), time: new Date().toISOString() };
  const started = performance.now();
  const invocation = await invoke(functionName, event, aws);
  const seconds = (performance.now() - started) / 1_000;
  const calls = readCalls(before.end);
  const text = `${invocation.logTail}\n${invocation.payload}`;
  const denials = callsOf(fn, calls).some(isDenied)
    ? await denialsOfInvocation(fn, calls, { since: before.time, text }, aws)
    : [];
  return { ...answerOf(invocation, { folder: codeFolder(fn.id), seconds }), denials };
}
