import type { Target } from "../app/target";
import { runningPort } from "../local/emulator";
import { dockerConfigOf } from "../local/registry-docker-config";
import { CommandError } from "../process/steps";
import { settingsRegion, stackRegion } from "../terraform/stack-aws";
import type { ImagesOf } from "./read-images";

/**
 * Where the images and functions of a synthesized stack are.
 * @throws CommandError when they are on the local AWS and it doesn't run, or when the stack names no region
 */
export async function imagesOf(stackFolder: string, { local }: Pick<Target, "local">): Promise<ImagesOf> {
  const region = stackRegion(stackFolder) ?? settingsRegion();
  if (region === undefined) {
    throw new CommandError(
      `The AWS provider of ${stackFolder} names no region as plain text, and AWS_REGION is not set, so the region of the images isn't known. Set the provider's region, or AWS_REGION.`,
    );
  }
  return {
    region,
    ...(local && {
      local: {
        endpoint: `http://127.0.0.1:${await runningPort()}`,
        credentials: local.key,
        dockerConfig: dockerConfigOf(local.key),
      },
    }),
  };
}
