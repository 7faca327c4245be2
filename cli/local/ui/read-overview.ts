import { existsSync } from "node:fs";
import { emulatorStatus } from "../emulator";
import { NO_IAM_FILE } from "../iam";
import { functionFacts } from "./function-facts";
import type { Overview, StackChanges } from "./messages";
import type { StackState } from "./stack-states";
import { stateChanges } from "./state-changes";

/** The state of the local AWS, and of what is deployed to it. */
export async function readOverview(
  states: readonly StackState[],
): Promise<Pick<Overview, "project" | "emulator" | "enforced" | "functions" | "changes">> {
  const { state, port } = await emulatorStatus();
  return {
    project: process.cwd(),
    emulator: { state, port },
    enforced: !existsSync(NO_IAM_FILE),
    functions: states.flatMap((one) => functionFacts(one.state, one.stack, port)),
    changes: states.map(changesOf),
  };
}

/** After the first deploy, the state before it is missing or empty. */
function changesOf({ stack, state, before = {}, time }: StackState): StackChanges {
  return {
    stack,
    time,
    isFirst: (before.resources ?? []).length === 0,
    changes: stateChanges(before, state),
  };
}
