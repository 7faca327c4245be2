import { setTimeout as sleep } from "node:timers/promises";
import { runProgram, succeed } from "../process/run-program";
import type { LocalAws } from "./aws-request";
import { functionImage } from "./function-image";

/** A file to put into a container. */
export interface FileToReload {
  /** Absolute. */
  readonly source: string;
  /** Absolute, in the container. */
  readonly imagePath: string;
}

/** The part of `docker inspect` that is read here. */
interface Container {
  readonly Id: string;
  readonly State: { readonly Status: string };
  readonly Config: {
    readonly Image: string;
    readonly Env: readonly string[];
    readonly Labels: Readonly<Record<string, string>>;
  };
}

/**
 * How it went: there was no container; or a call in the moment in which one was started anew made the emulator start another, of the image as
 * it is, and what was swapped is undone.
 */
export type HotReloadResult = "swapped" | "no-container" | "overtaken";

/** A call that came while a container was started anew has made the emulator create another by then. */
const OVERTAKEN_MILLISECONDS = 300;

/**
 * Puts files into the containers that run a function's image, and starts them anew: the runtime reads them as it does at a cold start,
 * whatever the language. (When only the runtime's process is ended, AWS's runtime interface emulator lets the next call fail.) A call that
 * runs meanwhile is ended; a container that the emulator starts later has the image's own files.
 * @throws CommandError in docker's words
 */
export async function hotReload(
  functionName: string,
  files: readonly FileToReload[],
  aws: LocalAws,
): Promise<HotReloadResult> {
  const image = await functionImage(functionName, aws);
  const find = async () =>
    (await containers())
      .filter((container) => isOf(container, functionName, aws) && container.Config.Image === image)
      .map(({ Id }) => Id);
  const found = await find();
  if (found.length === 0) {
    return "no-container";
  }
  await Promise.all(found.map((id) => reloadInto(id, files)));
  await sleep(OVERTAKEN_MILLISECONDS);
  if ((await find()).every((id) => found.includes(id))) {
    return "swapped";
  }
  await succeed("docker", ["rm", "--force", "--volumes", ...found]);
  return "overtaken";
}

async function reloadInto(id: string, files: readonly FileToReload[]): Promise<void> {
  for (const { source, imagePath } of files) {
    await succeed("docker", ["cp", source, `${id}:${imagePath}`]);
  }
  // Its port becomes another; the emulator asks for it at each call.
  await succeed("docker", ["restart", "-t", "0", id]);
}

async function containers(): Promise<readonly Container[]> {
  const ids = (
    await succeed("docker", ["ps", "--all", "--quiet", "--filter", "label=ministack=lambda"])
  ).split("\n");
  const found = ids.filter((id) => id !== "");
  if (found.length === 0) {
    return [];
  }
  // The emulator may remove one in between: then its entry is missing, and the code is 1.
  const { stdout } = await runProgram("docker", ["inspect", "--type", "container", ...found]);
  return JSON.parse(stdout) as readonly Container[];
}

function isOf({ State, Config }: Container, functionName: string, { port }: LocalAws): boolean {
  return (
    ["created", "running"].includes(State.Status) &&
    Config.Labels["ministack.instance"]?.endsWith(`:${port}`) === true &&
    Config.Env.includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}`)
  );
}
