import { denialsText } from "../permissions/denial-text";
import { type Denial, denialsOf } from "../permissions/denials";
import { functionConfiguration } from "../permissions/function-role";
import { callsOf, isDenied, type RecordedCall } from "../permissions/recorded-calls";
import { deployTime, sinceDeploy } from "../permissions/since-deploy";
import { sourceLine } from "../permissions/source-line";
import type { LocalAws } from "./aws-request";
import { codeFolder, type DeployedFunction } from "./deployed-functions";
import { readLog } from "./logs";

/** What a function was denied since its last deploy, as text. Undefined when nothing was. */
export async function denialsInLog(
  fn: DeployedFunction,
  calls: readonly RecordedCall[],
  aws: LocalAws,
): Promise<string | undefined> {
  return denialsText(await denialsSinceDeploy(fn, calls, aws), fn.functionName);
}

/** What a function was denied since its last deploy, with the lines of code from the traces in its log. */
export async function denialsSinceDeploy(
  fn: DeployedFunction,
  calls: readonly RecordedCall[],
  aws: LocalAws,
): Promise<Denial[]> {
  const { id, functionName, region } = fn;
  const { FunctionArn: functionArn, Role: roleArn } = await functionConfiguration(functionName, aws);
  const arns = { functionArn, roleArn };
  const recent = callsOf({ functionName, roleArn }, sinceDeploy(arns, calls));
  const text = logSince(await readLog(fn, aws), deployTime(arns, calls) ?? "");
  return denialsOf(recent, { functionName, region, text, folder: codeFolder(id) });
}

/** An invocation. */
export interface Invoked {
  /** When it began, as ISO 8601 in UTC. */
  readonly since: string;
  /** The answer and the end of the log. */
  readonly text: string;
}

/** What a function was denied in an invocation. The whole log is only read if its end has no trace. */
export async function denialsOfInvocation(
  fn: DeployedFunction,
  calls: readonly RecordedCall[],
  { since, text }: Invoked,
  aws: LocalAws,
): Promise<Denial[]> {
  const { id, functionName, region } = fn;
  const { Role: roleArn } = await functionConfiguration(functionName, aws);
  const denied = callsOf({ functionName, roleArn }, calls).filter(isDenied);
  const folder = codeFolder(id);
  const isComplete = denied.every(({ action }) => sourceLine(action, text, folder) !== undefined);
  // Without a log, the denial is reported without its line.
  const log = isComplete ? [] : await readLog(fn, aws).catch(() => []);
  return denialsOf(denied, { functionName, region, text: `${logSince(log, since)}\n${text}`, folder });
}

/** The messages of a log from a time on. Each begins with its time. */
export function logSince(messages: readonly string[], time: string): string {
  return messages.filter((message) => message >= time).join("\n");
}
