import { existsSync, statSync } from "node:fs";
import * as z from "zod";
import { commandLine } from "../command-line";
import { CALLS_FILE } from "../local/iam";
import { CommandError, log } from "../process/steps";
import { linesOf } from "./lines-of";
import { nameOf } from "./policy/name-of";

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
  /** False for a call that was denied and succeeded, since permissions weren't enforced (`--no-iam`). */
  enforced: z.boolean().optional(),
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
export function readCalls(from = 0, file = CALLS_FILE): RecordedCall[] {
  if (!existsSync(file)) {
    return [];
  }
  return callsIn(linesOf(file, from));
}

/** The calls in the text of a record. A line that isn't whole yet is left out. */
export function parseCalls(text: string): RecordedCall[] {
  return callsIn(text.split("\n").slice(0, -1));
}

/** The calls in the lines of a record. Damaged lines are left out, with a warning. */
function callsIn(lines: Iterable<string>): RecordedCall[] {
  const calls: RecordedCall[] = [];
  let damaged = 0;
  for (const line of lines) {
    const call = recordedCall.safeParse(jsonOf(line));
    if (call.success) {
      calls.push(call.data);
    } else {
      damaged++;
    }
  }
  if (damaged > 0) {
    log(
      `.local/calls.jsonl has ${damaged === 1 ? "1 damaged line, which is" : `${damaged} damaged lines, which are`} left out`,
    );
  }
  return calls;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A function, by what its session is called. */
export interface FunctionSession {
  readonly functionName: string;
  /** @default - any role. A function in another region can have the same name. */
  readonly roleArn?: string;
}

/** The calls of a function: those of its session, whose name is the function's. Functions can share a role. */
export function callsOf(fn: FunctionSession, calls: readonly RecordedCall[]): RecordedCall[] {
  return calls.filter((call) => isMadeBy(fn, call));
}

/** Whether a function made a call. */
export function isMadeBy({ functionName, roleArn }: FunctionSession, { principal }: RecordedCall): boolean {
  const [, role, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(principal) ?? [];
  return (
    // The name of a session has 64 characters at most.
    session === functionName.slice(0, 64) && (roleArn === undefined || role === nameOf(roleArn))
  );
}

/** Whether a call was denied. */
export function isDenied({ decision }: RecordedCall): boolean {
  return decision !== "Allow";
}

/** Whether a policy needs to allow a call: it succeeded here, or would be denied in AWS (`--no-iam`), though by no statement. */
export function isNeeded({ decision, enforced }: RecordedCall): boolean {
  return decision === "Allow" || (decision === "ImplicitDeny" && enforced === false);
}
