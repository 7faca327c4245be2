import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { endWhenInterrupted } from "../process/interrupt";
import { lockedVersions, readLock } from "./provider-lock";
import { readStackJson } from "./stack-json";

const START_MILLISECONDS = 15_000;

/** The output of a provider that is started for debugging (hashicorp/terraform-plugin-sdk and -framework). */
const STARTED = /TF_REATTACH_PROVIDERS='(\{.*\})'/;

/** Provider processes that keep running between runs of Terraform on one stack. */
export interface ReattachedProviders {
  /** The variables that make Terraform use them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the processes. */
  stop(): void;
}

/**
 * Starts the providers of an initialized stack, so that Terraform doesn't start them again for every part of its work. Starting
 * AWS's provider takes a second, and Terraform does it three or four times. This is Terraform's own way to debug a provider
 * ("Debugging Terraform providers", developer.hashicorp.com/terraform/plugin/debugging, read 2026-11-25). Terraform then checks
 * neither the version nor the hash of a provider. So the stack has to be initialized first, with the same settings.
 * @returns undefined when they can't be started like this
 */
export async function startProviders(
  stackFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ReattachedProviders | undefined> {
  const children: ChildProcess[] = [];
  const stop = () => {
    for (const child of children) {
      child.kill();
    }
  };
  try {
    const started = providerPrograms(stackFolder).map(async ({ address, program }) => {
      const child = spawn(program, ["-debug"], {
        // The providers use relative paths in the stack (the build contexts).
        cwd: stackFolder,
        env: forReattachedProviders({ ...process.env, ...environment }),
        stdio: ["ignore", "pipe", "ignore"],
        detached: process.platform !== "win32",
      });
      children.push(child);
      endWhenInterrupted(child);
      return [address, Object.values(await attachment(child))[0]] as const;
    });
    const attachments = Object.fromEntries(await Promise.all(started));
    return { environment: { TF_REATTACH_PROVIDERS: JSON.stringify(attachments) }, stop };
  } catch {
    stop();
    return undefined;
  }
}

/** The settings of a stack. When they change, it has to be initialized again. */
export function providerSettings(stackFolder: string): string {
  const { terraform, provider, variable } = readStackJson<Readonly<Record<string, unknown>>>(stackFolder);
  return JSON.stringify({ terraform, provider, variable });
}

/**
 * The programs of the providers that a stack was initialized with.
 * @throws Error when one is missing
 */
function providerPrograms(stackFolder: string): { readonly address: string; readonly program: string }[] {
  return [...lockedVersions(readLock(stackFolder))].map(([address, version]) => {
    const folder = path.join(stackFolder, ".terraform", "providers", address, version);
    // One platform: this machine's.
    const platform = path.resolve(folder, readdirSync(folder)[0] as string);
    const name = readdirSync(platform).find((file) => file.startsWith("terraform-provider-"));
    if (name === undefined) throw new Error(`There is no provider in ${platform}.`);
    return { address, program: path.join(platform, name) };
  });
}

/** AWS's provider can't be configured twice with a custom CA bundle (5.100.0), and the local AWS uses plain http. */
function forReattachedProviders({ AWS_CA_BUNDLE: _, ...environment }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return environment;
}

/** The address at which Terraform reaches a provider. The provider prints it when it has started. */
function attachment(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("It doesn't start.")), START_MILLISECONDS);
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (data: string) => {
      text = `${text}${data}`.slice(-10_000);
      const [, json] = STARTED.exec(text) ?? [];
      if (json !== undefined) {
        clearTimeout(timer);
        resolve(JSON.parse(json));
      }
    });
    for (const event of ["error", "close"]) {
      child.once(event, () => {
        clearTimeout(timer);
        reject(new Error("It ended."));
      });
    }
  });
}
