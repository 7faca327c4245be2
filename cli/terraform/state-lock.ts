import { readFileSync } from "node:fs";
import path from "node:path";
import { stackBackend } from "./stack-backend";

/**
 * How long a run waits for another run on the same state. After a command was killed, its Terraform may continue for
 * seconds.
 */
const LOCK_TIMEOUT = "2m";

/**
 * Arguments that make Terraform wait for a lock. None for HCP Terraform, which has its own queue. There they would
 * cancel a run that waits in the queue (hashicorp/terraform 1.11, internal/cloud/backend_plan.go).
 */
export function lockArguments(stackFolder: string): readonly string[] {
  return stackBackend(stackFolder).type === "cloud" ? [] : [`-lock-timeout=${LOCK_TIMEOUT}`];
}

/**
 * Describes who holds the lock of a local state file.
 * @returns undefined if it isn't known
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
    // It was just released, or is being written.
    return undefined;
  }
}
