import { rmSync } from "node:fs";
import { CommandError } from "../process/steps";
import type { AppEnvironment } from "./app-environment";
import type { Clients } from "./existing";
import { localStateFile, readBucketState, readLocalState, type State } from "./state";

/** Where the bootstrap's own state is at the beginning of a run. */
export interface StatePlace {
  /** `local` until the state has moved into the bucket. */
  readonly place: "local" | "backend";
  /** @default - there is none yet */
  readonly state?: State;
}

/**
 * Finds the state. A state in the bucket counts. One on this machine is that of an interrupted run. If there is neither, but the bucket,
 * the state was lost, or somebody else made the bucket: then what is there is imported.
 * @throws CommandError when the state on this machine isn't that of the bucket
 */
export async function findState(environment: AppEnvironment, s3: Clients["s3"]): Promise<StatePlace> {
  const { backend } = environment;
  if (backend.type === "cloud") {
    return { place: "backend" };
  }
  const there = await readBucketState(s3, backend.settings);
  const here = readLocalState(environment);
  if (there === undefined) {
    return here === undefined ? { place: "local" } : { place: "local", state: here };
  }
  if (here !== undefined) {
    removeMoved(environment, here, there);
  }
  return { place: "backend", state: there };
}

/**
 * Removes the state on this machine once it is in the bucket.
 * @throws CommandError when the bucket has another state
 */
export function removeMoved(environment: AppEnvironment, here: State, there: State | undefined): void {
  const file = localStateFile(environment);
  // Terraform 1.11 gives a state that it moves to S3 another lineage, so its content is compared.
  if (contentOf(there) !== contentOf(here)) {
    throw new CommandError(
      `There are two states of ${environment.stackName}: ${file}, and another one in the bucket. Look which one is right. If it is that of the bucket, ` +
        `remove ${file}, and run the command again.`,
    );
  }
  for (const name of [file, `${file}.backup`]) {
    rmSync(name, { force: true });
  }
}

function contentOf(state: State | undefined): string {
  return JSON.stringify([state?.outputs, state?.resources]);
}
