import { ownLine } from "../../permissions/source-line";
import { parseJson } from "../../process/json-text";
import { failureOf, messageOf } from "../failure";
import { prettyPayload } from "../invoke";
import type { SeenInvocation } from "../invoke-with-denials";
import { logLine, requestIdIn } from "./invocation-logs";
import type { Answer, Failure } from "./messages";
import { sourceExcerpt } from "./source-excerpt";

/** What the page shows of an invocation of a function, whose code is in a folder. */
export function answerOf(invocation: SeenInvocation, folder: string): Answer {
  const lines = invocation.logTail.split("\n").map((line) => line.trimEnd());
  const requestId = requestIdIn(lines);
  const failure = failureIn(invocation, folder);
  return {
    payload: prettyPayload(invocation.payload),
    seconds: invocation.seconds,
    log: lines.filter((line) => line !== "").map(logLine),
    denials: invocation.denials,
    ...(requestId !== undefined && { requestId }),
    ...(failure !== undefined && { failure }),
  };
}

/** Why it failed, with the line of code from the trace, if the runtime gives one. */
function failureIn(invocation: SeenInvocation, folder: string): Failure | undefined {
  const failure = failureOf(invocation);
  if (failure === undefined) {
    return undefined;
  }
  const { payload, logTail } = invocation;
  const { stackTrace, trace } = parseJson(payload) ?? {};
  const frames = [stackTrace ?? trace ?? []].flat().map(String).join("\n");
  const where = ownLine(frames, folder) ?? ownLine(logTail, folder);
  const source = where === undefined ? undefined : sourceExcerpt(where, folder);
  return {
    type: failure.type,
    message: messageOf(failure) || payload,
    ...(source !== undefined && { source }),
  };
}
