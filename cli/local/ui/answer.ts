import { ownLine } from "../../permissions/source-line";
import { parseJson } from "../../process/probe";
import { type Invocation, prettyPayload } from "../invoke";
import { logLine, requestIdIn } from "./invocation-logs";
import type { Answer, Failure } from "./messages";
import { sourceExcerpt } from "./source-excerpt";

/** What the page shows of an answer, except for what was denied. */
export function answerOf(
  { payload, functionError, logTail }: Invocation,
  { folder, seconds }: { readonly folder: string; readonly seconds: number },
): Omit<Answer, "denials"> {
  const lines = logTail.split("\n").map((line) => line.trimEnd());
  const requestId = requestIdIn(lines);
  return {
    payload: prettyPayload(payload),
    seconds,
    log: lines.filter((line) => line !== "").map(logLine),
    ...(requestId !== undefined && { requestId }),
    ...(functionError !== undefined && { failure: failureOf(payload, logTail, folder) }),
  };
}

/** Lambda's answer for an error: its type, its message, and the trace, if the runtime gives one. */
function failureOf(payload: string, logTail: string, folder: string): Failure {
  const error = objectIn(payload);
  const trace = [error.stackTrace ?? error.trace ?? []].flat().map(String).join("\n");
  const where = ownLine(trace, folder) ?? ownLine(logTail, folder);
  const source = where === undefined ? undefined : sourceExcerpt(where, folder);
  return {
    type: typeof error.errorType === "string" && error.errorType !== "" ? error.errorType : "Error",
    message: typeof error.errorMessage === "string" ? error.errorMessage : payload,
    ...(source !== undefined && { source }),
  };
}

function objectIn(payload: string): Readonly<Record<string, unknown>> {
  const value: unknown = parseJson(payload);
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
