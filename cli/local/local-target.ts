import { readAppSettings } from "../app/app-settings";
import { readTarget, type Target } from "../app/target";
import type { Arguments } from "../command";
import { commandLine } from "../command-line";
import { CommandError } from "../process/steps";
import { assumeRole } from "./assume-role";
import { ownEmulator, runningPort } from "./emulator";
import { chooseImageBuilder, wantedImageBuilder } from "./image-builder";
import { recordedImageBuilder } from "./local-deployment";
import { KEY_VARIABLES } from "./local-override";
import { localDockerConfig } from "./registry-docker-config";
import { type AccessKey, rootKey } from "./root-key";

/**
 * The port for Terraform when the emulator of this checkout doesn't run. Nothing listens there, while another
 * checkout's emulator may listen at the usual port.
 */
const UNUSED_PORT = 1;

/** The options of a command whose target can be AWS or the local AWS. */
export const TARGET_OPTIONS = {
  env: { type: "string" },
  "local-aws": { type: "boolean" },
  role: { type: "string" },
  "allow-provider": { type: "string" },
} as const;

export const ALLOW_PROVIDER_HELP = `  --allow-provider <namespace>/<name>[,…]
                 with the local AWS: providers that may connect to other machines`;

/** Their part of `--help`. */
export const TARGET_HELP = `  --env <name>   runs the app with ENVIRONMENT=<name> [default: $ENVIRONMENT, else the app's own default]
  --local-aws    use the local AWS, which ${commandLine("local")} started, instead of AWS
  --role <name>  with the local AWS: run as this role of it, so that its permissions are tried. Its trust policy has to allow
                 arn:aws:iam::000000000000:root to assume it
${ALLOW_PROVIDER_HELP}`;

/** The target in the options of a command. Doesn't check whether the local AWS runs. */
export async function targetOf(args: Pick<Arguments, "text" | "flag">): Promise<Target> {
  const role = args.text("role");
  if (args.flag("local-aws")) {
    return await localTarget(args.text("env"), allowedProviders(args), role);
  }
  if (role !== undefined) {
    throw new CommandError(
      "--role is a role of the local AWS: add --local-aws. In AWS, run the command with the role's credentials.",
    );
  }
  return readTarget(args.text("env"));
}

/** The providers that `--allow-provider` names. */
export function allowedProviders(args: Pick<Arguments, "text">): readonly string[] {
  return args.text("allow-provider")?.split(",") ?? [];
}

/**
 * The local AWS of this checkout as a target.
 * @param startsAt the port of an emulator that is about to start
 */
export async function localTarget(
  environment: string | undefined,
  allowedProviders: readonly string[] = [],
  role?: string,
  startsAt = UNUSED_PORT,
): Promise<Target> {
  // Before anything else is said or done.
  readAppSettings();
  const port = role === undefined ? (ownEmulator()?.port ?? startsAt) : await runningPort();
  const session = role === undefined ? undefined : await assumeRole(role, port);
  const imageBuilder = wantedImageBuilder() ?? recordedImageBuilder() ?? (await chosenImageBuilder());
  return readTarget(environment, {
    port,
    imageBuilder,
    allowedProviders,
    // Computed on demand, since they write files, and a read-only command may not have permission for that.
    get key() {
      return session ?? rootKey();
    },
    get terraformEnvironment() {
      return terraformEnvironment(port, session ?? rootKey());
    },
  });
}

let chosen: ReturnType<typeof chooseImageBuilder> | undefined;

/** Chosen once, since the registry is asked. A first start needs the target before and after the emulator is there. */
function chosenImageBuilder(): ReturnType<typeof chooseImageBuilder> {
  chosen ??= chooseImageBuilder();
  return chosen;
}

/**
 * Checks that the local AWS of this checkout runs, if it is the target. Otherwise Terraform would retry for minutes.
 * @throws CommandError when it doesn't run
 */
export async function checkAnswers({ local }: Target): Promise<void> {
  if (local) {
    await runningPort();
  }
}

/** Variables that would make Terraform or a provider use other credentials, endpoints, folders or states. */
const REMOVED = /^(?:AWS_(?!REGION$|DEFAULT_REGION$)|TF_DATA_DIR$|TF_WORKSPACE$)/;

function terraformEnvironment(port: number, key: AccessKey): Record<string, string | undefined> {
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  const names = Object.keys(process.env).filter((name) => REMOVED.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, undefined])),
    [`TF_VAR_${KEY_VARIABLES.access_key}`]: accessKeyId,
    [`TF_VAR_${KEY_VARIABLES.secret_key}`]: secretAccessKey,
    [`TF_VAR_${KEY_VARIABLES.token}`]: sessionToken ?? "",
    // For services that the override file doesn't name, and for programs that a stack runs (local-exec).
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    // A profile can also name endpoints and roles.
    AWS_CONFIG_FILE: NO_FILE,
    AWS_SHARED_CREDENTIALS_FILE: NO_FILE,
    AWS_EC2_METADATA_DISABLED: "true",
    DOCKER_CONFIG: localDockerConfig(port, key),
  };
}

/** An empty AWS configuration. */
const NO_FILE = process.platform === "win32" ? "NUL" : "/dev/null";
