import { runProgram, succeed } from "../process/run-program";
import type { LocalAws } from "./aws-request";

/** The used part of `docker inspect`. */
interface Container {
  readonly Id: string;
  readonly State: { readonly Status: string };
  readonly Config: {
    readonly Env: readonly string[];
    readonly Labels: Readonly<Record<string, string>>;
  };
}

/** The containers of a function on the local AWS that run or are about to. */
export async function functionContainers(functionName: string, aws: LocalAws): Promise<readonly Container[]> {
  return (await containers()).filter((container) => isOf(container, functionName, aws));
}

/** Removes containers, whatever they do. */
export async function removeContainers(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) {
    await runProgram("docker", ["rm", "--force", "--volumes", ...ids]);
  }
}

async function containers(): Promise<readonly Container[]> {
  const ids = (
    await succeed("docker", ["ps", "--all", "--quiet", "--filter", "label=ministack=lambda"])
  ).split("\n");
  const found = ids.filter((id) => id !== "");
  if (found.length === 0) {
    return [];
  }
  // The emulator may remove a container in between. Then its entry is missing, and the exit code is 1.
  const { stdout } = await runProgram("docker", ["inspect", "--type", "container", ...found]);
  return JSON.parse(stdout) as readonly Container[];
}

function isOf({ State, Config }: Container, functionName: string, { port, region }: LocalAws): boolean {
  return (
    ["created", "running"].includes(State.Status) &&
    Config.Labels["ministack.instance"]?.endsWith(`:${port}`) === true &&
    Config.Env.includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}`) &&
    Config.Env.includes(`AWS_REGION=${region}`)
  );
}
