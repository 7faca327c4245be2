import { denialText } from "../permissions/denial-text";
import { functionConfiguration } from "../permissions/function-role";
import { callsOf, type RecordedCall } from "../permissions/recorded-calls";
import { sinceDeploy } from "../permissions/since-deploy";
import type { LocalAws } from "./aws-request";
import { readLog } from "./logs";

/** What a function was denied since its last deploy, with the lines of code from the traces in its log. Undefined when nothing was. */
export async function denialsInLog(
  functionName: string,
  folder: string,
  calls: readonly RecordedCall[],
  aws: LocalAws,
): Promise<string | undefined> {
  const { FunctionArn: functionArn, Role: roleArn } = await functionConfiguration(functionName, aws);
  const recent = callsOf(functionName, sinceDeploy({ functionArn, roleArn }, calls));
  const text = (await readLog(functionName, aws)).join("\n");
  return denialText(recent, { functionName, text, folder });
}
