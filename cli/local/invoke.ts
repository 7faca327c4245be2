import { CommandError } from "../process/steps";
import { awsRequest, type LocalAws } from "./aws-request";

/** A function's answer. */
export interface Invocation {
  /** JSON, as the function returned it. */
  readonly payload: string;
  /** `Unhandled` or `Handled` when the function failed. */
  readonly functionError: string | undefined;
  /** The last 4 KiB of its log. */
  readonly logTail: string;
}

/**
 * Invokes a function on the local AWS and waits for its answer.
 * @throws CommandError when it can't be invoked
 */
export async function invoke(functionName: string, payload: string, aws: LocalAws): Promise<Invocation> {
  const response = await awsRequest(
    aws,
    "lambda",
    `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
    {
      method: "POST",
      headers: { "X-Amz-Log-Type": "Tail" },
      body: payload,
    },
  );
  const text = await response.text();
  if (!response.ok) {
    throw new CommandError(`${functionName} can't be invoked (${response.status}): ${text}`);
  }
  return {
    payload: text,
    functionError: response.headers.get("x-amz-function-error") ?? undefined,
    logTail: Buffer.from(response.headers.get("x-amz-log-result") ?? "", "base64").toString("utf8"),
  };
}
