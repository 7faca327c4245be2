import { setTimeout as sleep } from "node:timers/promises";
import { succeed } from "../process/run-program";
import type { LocalAws } from "./aws-request";
import { functionContainers, removeContainers } from "./function-containers";
import { functionImage } from "./function-image";

/** A file to copy into a container. */
export interface FileToReload {
  /** Absolute. */
  readonly source: string;
  /** Absolute, in the container. */
  readonly imagePath: string;
}

/**
 * The result of a hot reload. `no-container`: no container runs. `overtaken`: an invocation during the restart made the
 * emulator start another container from the unchanged image, so the hot reload was undone.
 */
export type HotReloadResult = "reloaded" | "no-container" | "overtaken";

/** If an invocation came during the restart of a container, the emulator has created another one by then. */
const OVERTAKEN_MILLISECONDS = 300;

/**
 * Copies files into the containers that run a function's image, and restarts them. The runtime reads the files as at a cold start,
 * in any language. (If only the runtime's process were ended, AWS's runtime interface emulator would fail the next invocation.) A
 * running invocation is ended. A container that the emulator starts later has the image's own files.
 * @throws CommandError with docker's error
 */
export async function hotReload(
  functionName: string,
  files: readonly FileToReload[],
  aws: LocalAws,
): Promise<HotReloadResult> {
  const image = await functionImage(functionName, aws);
  const find = async () =>
    (await functionContainers(functionName, aws))
      .filter(({ Config }) => Config.Image === image)
      .map(({ Id }) => Id);
  const found = await find();
  if (found.length === 0) {
    return "no-container";
  }
  await Promise.all(found.map((id) => reloadInto(id, files)));
  await sleep(OVERTAKEN_MILLISECONDS);
  if ((await find()).every((id) => found.includes(id))) {
    return "reloaded";
  }
  await removeContainers(found);
  return "overtaken";
}

async function reloadInto(id: string, files: readonly FileToReload[]): Promise<void> {
  for (const { source, imagePath } of files) {
    await succeed("docker", ["cp", source, `${id}:${imagePath}`]);
  }
  // The port changes, but the emulator reads it for each invocation.
  await succeed("docker", ["restart", "-t", "0", id]);
}
