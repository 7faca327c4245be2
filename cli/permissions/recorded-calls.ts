import { existsSync, readFileSync, statSync } from "node:fs";
import * as z from "zod";
import { commandLine } from "../command-line";
import { CALLS_FILE } from "../local/iam";
import { CommandError } from "../process/steps";

const recordedCall = z.object({
  /** ISO 8601, UTC. */
  time: z.string(),
  /** The ARN of the caller: `arn:aws:sts::…:assumed-role/<role>/<session>`, or that of root. */
  principal: z.string(),
  /** For example `s3:GetObject`. */
  action: z.string(),
  /** The ARN of the resource, or `*` for an action that knows none. */
  resource: z.string(),
  /** `ImplicitDeny`: no statement allows it. `Deny`: a statement denies it. */
  decision: z.enum(["Allow", "Deny", "ImplicitDeny"]),
  /** The condition keys of the request. */
  context: z.record(z.string(), z.unknown()).optional(),
});

/** A decision of the local AWS about permissions. cli/local/iam_checks.py records it. */
export type RecordedCall = Readonly<z.output<typeof recordedCall>>;

/** The present end of the record, to read only what follows. */
export function endOfCalls(): number {
  return statSync(CALLS_FILE, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Checks that the local AWS records calls.
 * @throws CommandError when an older version has started it
 */
export function checkCallsAreRecorded(): void {
  if (!existsSync(CALLS_FILE)) {
    throw new CommandError(
      `The local AWS records no calls, since an older version has started it. Start it again: ${commandLine("local:down")}, then ${commandLine("local")}`,
    );
  }
}

/** The recorded calls since the local AWS was started, or from an `endOfCalls`. */
export function readCalls(from = 0): RecordedCall[] {
  if (!existsSync(CALLS_FILE)) {
    return [];
  }
  return parseCalls(readFileSync(CALLS_FILE).subarray(from).toString("utf8"));
}

/** The calls in the text of a record. A line that isn't whole yet is left out. */
export function parseCalls(text: string): RecordedCall[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => recordedCall.parse(JSON.parse(line)));
}

/** The calls of a function: those of its session, whose name is the function's. Functions can share a role. */
export function callsOf(functionName: string, calls: readonly RecordedCall[]): RecordedCall[] {
  // The name of a session has 64 characters at most.
  const session = `/${functionName.slice(0, 64)}`;
  return calls.filter(({ principal }) => principal.includes(":assumed-role/") && principal.endsWith(session));
}

/** Whether a call was denied. */
export function isDenied({ decision }: RecordedCall): boolean {
  return decision !== "Allow";
}
