import type { Denial } from "../permissions/denials";
import { callsOf, endOfCalls, isDenied, readCalls } from "../permissions/recorded-calls";
import type { LocalAws } from "./aws-request";
import type * as denialsInLogModule from "./denials-in-log";
import type { DeployedFunction } from "./deployed-functions";
import type { Invocation } from "./invoke";

/** An invocation, with what was seen of it from outside. */
export interface SeenInvocation extends Invocation {
  readonly seconds: number;
  /** What the function was denied meanwhile. */
  readonly denials: readonly Denial[];
}

/** Invokes a function, and reads what it was denied meanwhile. */
export async function invokeWithDenials(
  fn: DeployedFunction,
  aws: LocalAws,
  invoke: () => Promise<Invocation>,
): Promise<SeenInvocation> {
  const end = endOfCalls();
  const since = new Date().toISOString();
  const started = performance.now();
  const invocation = await invoke();
  const seconds = (performance.now() - started) / 1_000;
  const calls = readCalls(end);
  if (!callsOf(fn, calls).some(isDenied)) {
    return { ...invocation, seconds, denials: [] };
  }
  // Loaded on demand, since it loads the library.
  const { denialsOfInvocation } = require("./denials-in-log") as typeof denialsInLogModule;
  const text = `${invocation.logTail}\n${invocation.payload}`;
  return { ...invocation, seconds, denials: await denialsOfInvocation(fn, calls, { since, text }, aws) };
}
