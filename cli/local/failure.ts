import { parseJson } from "../process/json-text";
import type { Invocation } from "./invoke";

/** Why a function failed, for programs too. */
export interface Failure {
  /** The class of the error in the function, or Lambda's own name, for example `Sandbox.Timedout`. */
  readonly type: string;
  readonly message: string;
  /** The function's timeout, when it did not answer in that time. */
  readonly timeoutSeconds?: number;
}

/** Lambda's message, with a time stamp and the request's id before it on AWS. */
const TIMED_OUT = /Task timed out after (\d+(?:\.\d+)?) seconds/;

/** Why an invocation failed. @returns undefined when it did not */
export function failureOf({ functionError, payload }: Invocation): Failure | undefined {
  if (functionError === undefined) {
    return undefined;
  }
  const { errorType, errorMessage } = parseJson(payload) ?? {};
  const message = typeof errorMessage === "string" ? errorMessage : "";
  const timeout = TIMED_OUT.exec(message)?.[1];
  return {
    type: typeof errorType === "string" && errorType !== "" ? errorType : functionError,
    message,
    ...(timeout !== undefined && { timeoutSeconds: Number(timeout) }),
  };
}

/** Formats a failure in a sentence. */
export function failureText(failure: Failure): string {
  const name = failure.timeoutSeconds === undefined ? failure.type : "timeout";
  const message = messageOf(failure);
  return message === "" ? name : `${name}: ${message}`;
}

/** What a failure says beside its type: of a timeout, how to go on. */
export function messageOf({ message, timeoutSeconds }: Failure): string {
  return timeoutSeconds === undefined
    ? message
    : `it did not answer in ${timeoutSeconds} s. Let it do less, or raise its timeout in the stack`;
}
