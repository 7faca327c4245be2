import type { SynthesizedStack } from "../app/manifest";
import { CommandError } from "../process/steps";
import { awsRequest, type LocalAws } from "./aws-request";
import { deployedFunctions } from "./deployed-functions";

/** A file that differs from a function's image. */
export interface ReloadedFile {
  /** Absolute. */
  readonly source: string;
  /** Absolute, in the container. */
  readonly imagePath: string;
}

/**
 * Replaces the containers of a function with ones that have other files than its image (cli/local/hot_reload.py). The runtime reads them
 * as at a cold start, in any language. An invocation that runs ends with the earlier files.
 * @param files all files that differ from the image. None: the containers run the image as it is
 * @returns whether there is such a function
 * @throws CommandError with docker's error
 */
export async function hotReload(
  functionName: string,
  files: readonly ReloadedFile[],
  aws: LocalAws,
): Promise<boolean> {
  const response = await awsRequest(aws, "lambda", `/_local/hot-reload/${encodeURIComponent(functionName)}`, {
    method: "POST",
    body: JSON.stringify(files),
  });
  if (!response.ok && response.status !== 404) {
    throw new CommandError(`${functionName} can't be hot-reloaded: ${await response.text()}`);
  }
  return response.ok;
}

/** After a deploy of a stack, its functions run their images as they are, also those that the deploy didn't have to change. */
export async function endHotReloads(stack: SynthesizedStack, port: number): Promise<void> {
  const functions = await deployedFunctions([stack]);
  await Promise.all(
    functions.map(({ functionName, region }) => hotReload(functionName, [], { port, region })),
  );
}
