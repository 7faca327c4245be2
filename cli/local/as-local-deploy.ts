import path from "node:path";
import { LOCAL_FOLDER } from "../app/local-folder";
import type { SynthesizedStack } from "../app/manifest";
import type { Target } from "../app/target";
import { oneAtATime } from "../process/one-at-a-time";
import { endHotReloads } from "./hot-reload";

/**
 * Runs a deploy. On the local AWS, another deploy of this checkout is waited for, and afterwards the stack's functions run their images
 * as they are.
 * @param deploy returns whether the stack is deployed as it was synthesized
 * @returns the same
 */
export async function asLocalDeploy(
  stack: SynthesizedStack,
  { local }: Pick<Target, "local">,
  deploy: () => Promise<boolean>,
): Promise<boolean> {
  if (local === undefined) {
    return await deploy();
  }
  return await oneAtATime(
    path.join(LOCAL_FOLDER, "deploy.lock"),
    "another deploy to the local AWS",
    async () => {
      const isDeployed = await deploy();
      if (isDeployed) {
        await endHotReloads(stack, local.port);
      }
      return isDeployed;
    },
  );
}
