import { readTarget, type Target } from "../app/target";
import type { Arguments } from "../command";
import { commandLine } from "../command-line";
import { CommandError } from "../process/steps";
import { localDockerConfig } from "./docker-config";
import { ownEmulator, runningEmulator } from "./emulator";
import { chooseImageBuilder, wantedImageBuilder } from "./image-builder";
import { recordedImageBuilder } from "./local-deployment";
import { KEY_VARIABLES } from "./local-override";
import { rootKey } from "./root-key";

/**
 * Where Terraform is sent when the emulator of this checkout doesn't run: nobody answers there, and at the usual port another checkout's
 * may.
 */
const NOBODYS_PORT = 1;

/** The options of a command whose target can be AWS or the local AWS. */
export const TARGET_OPTIONS = {
  env: { type: "string" },
  "local-aws": { type: "boolean" },
  "allow-provider": { type: "string" },
} as const;

export const ALLOW_PROVIDER_HELP = `  --allow-provider <namespace>/<name>[,…]
                 with the local AWS: providers of the stacks that may reach other things than this machine`;

/** What `--help` prints of them. */
export const TARGET_HELP = `  --env <name>   runs the app with ENVIRONMENT=<name> [default: $ENVIRONMENT, else what the app takes]
  --local-aws    for the local AWS, which ${commandLine("local")} started, in place of AWS
${ALLOW_PROVIDER_HELP}`;

/** The target that the options of a command name. Whether the local AWS runs isn't looked at. */
export async function targetOf(args: Pick<Arguments, "text" | "flag">): Promise<Target> {
  return args.flag("local-aws")
    ? await localTarget(args.text("env"), allowedProviders(args))
    : readTarget(args.text("env"));
}

/** The providers that `--allow-provider` names. */
export function allowedProviders(args: Pick<Arguments, "text">): readonly string[] {
  return args.text("allow-provider")?.split(",") ?? [];
}

/** The local AWS of this checkout as a target. */
export async function localTarget(
  environment: string | undefined,
  allowedProviders: readonly string[] = [],
): Promise<Target> {
  const port = ownEmulator()?.port ?? NOBODYS_PORT;
  const imageBuilder = wantedImageBuilder() ?? recordedImageBuilder() ?? (await chooseImageBuilder());
  return readTarget(environment, {
    port,
    imageBuilder,
    allowedProviders,
    // Only when it is asked for: it writes files, which a command that just looks around may not be allowed to.
    get terraformEnvironment() {
      return terraformEnvironment(port);
    },
  });
}

/**
 * The port of the local AWS of this checkout.
 * @throws CommandError when it doesn't run
 */
export async function runningPort(): Promise<number> {
  const emulator = await runningEmulator();
  if (emulator === undefined) {
    throw new CommandError(`The local AWS doesn't run. Start it and deploy to it: ${commandLine("local")}`);
  }
  return emulator.port;
}

/**
 * A checkout talks to its own emulator or to none. Without this, Terraform would ask one that doesn't run again and again, for minutes.
 * @throws CommandError when the target is the local AWS, and that of this checkout doesn't run
 */
export async function checkAnswers({ local }: Target): Promise<void> {
  if (local) {
    await runningPort();
  }
}

/** Variables that would lead Terraform or a provider elsewhere: other credentials, endpoints, folders or states. */
const TAKEN_AWAY = /^(?:AWS_(?!REGION$|DEFAULT_REGION$)|TF_DATA_DIR$|TF_WORKSPACE$)/;

function terraformEnvironment(port: number): Record<string, string | undefined> {
  const { accessKeyId, secretAccessKey } = rootKey();
  const names = Object.keys(process.env).filter((name) => TAKEN_AWAY.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, undefined])),
    [`TF_VAR_${KEY_VARIABLES.access_key}`]: accessKeyId,
    [`TF_VAR_${KEY_VARIABLES.secret_key}`]: secretAccessKey,
    // Services that the override file doesn't name, and programs that a stack runs (local-exec).
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // A profile can name endpoints and roles, too.
    AWS_CONFIG_FILE: NO_FILE,
    AWS_SHARED_CREDENTIALS_FILE: NO_FILE,
    AWS_EC2_METADATA_DISABLED: "true",
    DOCKER_CONFIG: localDockerConfig(port),
    // Terraform and its providers live for seconds. With Go's own 100, a third of the AWS provider's time goes to its garbage collector.
    GOGC: process.env.GOGC ?? "400",
  };
}

/** A configuration of AWS that says nothing. */
const NO_FILE = process.platform === "win32" ? "NUL" : "/dev/null";
