import { readFileSync } from "node:fs";
import path from "node:path";
import { stackBackend } from "./stack-backend";

/** How long a run waits for another one on the same state, that of a command which was killed included: Terraform works on for seconds. */
const LOCK_TIMEOUT = "2m";

/**
 * Arguments that make Terraform wait for a lock. None for HCP Terraform, which has a queue of its own: there they would cancel a run that
 * waits in it (hashicorp/terraform 1.11, internal/cloud/backend_plan.go).
 */
export function lockArguments(stackFolder: string): readonly string[] {
  return stackBackend(stackFolder).type === "cloud" ? [] : [`-lock-timeout=${LOCK_TIMEOUT}`];
}

/**
 * Who holds the lock of a state that is a file on this machine, in words.
 * @returns undefined where that can't be known
 */
export function lockHolder(stackFolder: string): string | undefined {
  const { file: state } = stackBackend(stackFolder);
  if (state === undefined) {
    return undefined;
  }
  const file = path.join(path.dirname(state), `.${path.basename(state)}.lock.info`);
  try {
    const { Who, Created, Operation } = JSON.parse(readFileSync(file, "utf8"));
    const since = new Date(Created);
    const time = Number.isNaN(since.getTime()) ? "" : ` since ${since.toTimeString().slice(0, 8)}`;
    return `${Who} has held it${time} (${Operation})`;
  } catch {
    // It was just let go of, or is being written.
    return undefined;
  }
}
