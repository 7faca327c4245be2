import { parseJson } from "../process/json-text";
import { CommandError } from "../process/steps";
import { type LocalAws, slowAwsRequest } from "./aws-request";

/** A function's answer. */
export interface Invocation {
  /** JSON, as the function returned it. */
  readonly payload: string;
  /** `Unhandled` or `Handled` when the function failed. */
  readonly functionError: string | undefined;
  /** The last 4 KiB of its log. */
  readonly logTail: string;
}

/** AWS's limit of a synchronous invocation (Lambda quotas, AWS Lambda Developer Guide, read 2026-11-28). */
const MOST_BYTES = 6 * 1_048_576;

/**
 * Invokes a function on the local AWS and waits for its answer.
 * @throws CommandError when it can't be invoked
 */
export async function invoke(functionName: string, payload: string, aws: LocalAws): Promise<Invocation> {
  const bytes = Buffer.byteLength(payload);
  if (bytes > MOST_BYTES) {
    throw new CommandError(
      `The event has ${bytes} bytes. Lambda takes ${MOST_BYTES} at most (6 MB; RequestEntityTooLargeException). Nothing was invoked. Put the data in S3, and send its place.`,
    );
  }
  const { status, headers, text } = await slowAwsRequest(
    aws,
    "lambda",
    `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
    {
      method: "POST",
      headers: { "X-Amz-Log-Type": "Tail" },
      body: payload,
    },
  );
  if (status >= 300) {
    throw new CommandError(`${functionName} can't be invoked (${status}): ${text}`);
  }
  return {
    payload: text,
    functionError: header(headers["x-amz-function-error"]),
    logTail: Buffer.from(header(headers["x-amz-log-result"]) ?? "", "base64").toString("utf8"),
  };
}

/** An answer with indented JSON, or as it is if it isn't JSON. */
export function prettyPayload(payload: string): string {
  const answer = parseJson(payload);
  return answer === undefined ? payload : JSON.stringify(answer, undefined, 2);
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
