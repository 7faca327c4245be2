import { succeed } from "../process/run-program";
import type { LocalAws } from "./aws-request";
import { functionContainers, removeContainers } from "./function-containers";
import { functionImage } from "./function-image";
import { invocations } from "./invocations";

/** A file to copy into a container. */
export interface FileToReload {
  /** Absolute. */
  readonly source: string;
  /** Absolute, in the container. */
  readonly imagePath: string;
}

/**
 * The result of a hot reload. `no-container`: no container runs. `running`: an invocation runs, so nothing was done. `overtaken`: an
 * invocation started during the restart. It fails, or made the emulator start another container from the unchanged image, so the hot
 * reload was undone.
 */
export type HotReloadResult = "reloaded" | "no-container" | "running" | "overtaken";

/**
 * Copies files into the containers that run a function's image, and restarts them. The runtime reads the files as at a cold start,
 * in any language. (If only the runtime's process were ended, AWS's runtime interface emulator would fail the next invocation.) A
 * container that the emulator starts later has the image's own files.
 * @throws CommandError with docker's error
 */
export async function hotReload(
  functionName: string,
  files: readonly FileToReload[],
  aws: LocalAws,
): Promise<HotReloadResult> {
  const image = await functionImage(functionName, aws);
  const containers = (await functionContainers(functionName, aws))
    .filter(({ Config }) => Config.Image === image)
    .map(({ Id }) => Id);
  if (containers.length === 0) {
    return "no-container";
  }
  const before = await invocations(functionName, aws);
  if (before.running > 0) {
    return "running";
  }
  await Promise.all(containers.map((id) => reloadInto(id, files)));
  if ((await invocations(functionName, aws)).started === before.started) {
    return "reloaded";
  }
  await removeContainers(containers);
  return "overtaken";
}

async function reloadInto(id: string, files: readonly FileToReload[]): Promise<void> {
  for (const { source, imagePath } of files) {
    await succeed("docker", ["cp", source, `${id}:${imagePath}`]);
  }
  // The port changes, but the emulator reads it for each invocation.
  await succeed("docker", ["restart", "-t", "0", id]);
}
