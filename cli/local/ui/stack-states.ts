import { existsSync, readFileSync, statSync } from "node:fs";
import { LOCAL_OUTDIR } from "../../app/local-folder";
import { lastStacks } from "../../app/manifest";
import { parseJson } from "../../process/json-text";
import { stackBackend } from "../../terraform/stack-backend";
import type { State } from "./state";

/** The state of a stack on the local AWS, and the one before its last change. */
export interface StackState {
  readonly stack: string;
  readonly state: State;
  /** Terraform keeps it beside the state (`.backup`). @default - the stack was deployed once */
  readonly before?: State;
  /** When the state was written, ISO 8601. */
  readonly time: string;
}

/** The states of the stacks that were synthesized last. A stack that was never deployed has none. */
export function readStackStates(): StackState[] {
  return lastStacks(LOCAL_OUTDIR).flatMap(({ name, folder }) => {
    const { file } = stackBackend(folder);
    if (file === undefined || !existsSync(file)) return [];
    const backup = `${file}.backup`;
    return [
      {
        stack: name,
        state: parse(file),
        time: statSync(file).mtime.toISOString(),
        ...(existsSync(backup) && { before: parse(backup) }),
      },
    ];
  });
}

function parse(file: string): State {
  // A damaged one is reported by the next deploy.
  return (parseJson(readFileSync(file, "utf8")) as State | undefined) ?? {};
}
