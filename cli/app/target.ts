import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { environments } from "../../environments";
import { type Environment, EnvironmentError, readEnvironment } from "../../stacks/environment";
import { neededProviders } from "../deploy/needed-providers";
import type { ImagesOf } from "../images/read-images";
import { LOCAL_DOCKER_CONFIG, localDockerConfig } from "../local/docker-config";
import { ownEmulator, runningEmulator } from "../local/emulator";
import { rootKey } from "../local/root-key";
import { readJsonFile, writeJsonFile } from "../process/json-file";
import { privateFolder } from "../process/private-files";
import { CommandError } from "../process/steps";
import { findProviderMirrors, mirrorEnvironment } from "../terraform/provider-mirror";

/** What this checkout keeps about its local AWS. */
export const LOCAL_FOLDER = ".local";

/**
 * Where Terraform is sent when the emulator of this checkout doesn't run: nobody answers there, and at the usual port another checkout's
 * may.
 */
const NOBODYS_PORT = 1;

const localDeployment = z.object({
  port: z.int().positive(),
  /** Missing until a stack was deployed with it: one that does not work is not kept. */
  imageBuilder: z.enum(["docker-provider", "docker-cli"]).optional(),
});

/** What `npm run local` decided, so that later commands plan the same stacks. */
export type LocalDeployment = Readonly<z.output<typeof localDeployment>>;

export type ImageBuilderName = Environment["imageBuilder"];

/** An environment to run a command for. */
export interface Target {
  readonly environment: Environment;
  /** Variables for the app. */
  readonly appEnvironment: Readonly<Record<string, string>>;
  /** Variables for Terraform. */
  readonly terraformEnvironment: Readonly<Record<string, string>>;
}

/**
 * Reads the environment that a command is for: `--env`, else `$ENVIRONMENT`, else local.
 * @param chosen who builds the images of the local AWS, where that isn't kept yet
 * @throws CommandError when there is none of that name or it can't be used
 */
export function readTarget(
  name: string = process.env.ENVIRONMENT ?? "local",
  chosen?: ImageBuilderName,
): Target {
  const environment = checkedEnvironment(name);
  const imageBuilder =
    process.env.IMAGE_BUILDER ?? chosen ?? (environment.localAws ? localImageBuilder() : undefined);
  return {
    environment,
    appEnvironment: { ENVIRONMENT: name, ...(imageBuilder && { IMAGE_BUILDER: imageBuilder }) },
    // Only when it is asked for: it writes a file, which a command that just looks around may not be allowed to.
    get terraformEnvironment() {
      return {
        ...mirrorEnvironment(findProviderMirrors(), LOCAL_FOLDER, neededProviders(environment)),
        ...(environment.localAws && localTerraformEnvironment(ownEmulator()?.port ?? NOBODYS_PORT)),
      };
    },
  };
}

/** Who builds the images of the local AWS, once a stack was deployed with it. */
export function localImageBuilder(): ImageBuilderName | undefined {
  return readLocalDeployment()?.imageBuilder ?? deployedWith();
}

function readLocalDeployment(): LocalDeployment | undefined {
  return readJsonFile(deploymentFile(), localDeployment);
}

export function writeLocalDeployment(deployment: LocalDeployment): void {
  privateFolder(LOCAL_FOLDER);
  writeJsonFile(deploymentFile(), deployment);
}

/** Keeps who builds the images of the local AWS, now that a stack was deployed with it. */
export function recordImageBuilder({ appEnvironment }: Target): void {
  const deployment = readLocalDeployment();
  const imageBuilder = appEnvironment.IMAGE_BUILDER as ImageBuilderName | undefined;
  if (deployment && imageBuilder && deployment.imageBuilder !== imageBuilder) {
    writeLocalDeployment({ ...deployment, imageBuilder });
  }
}

/**
 * The port of the local AWS of this checkout.
 * @throws CommandError when it doesn't run
 */
export async function runningPort(): Promise<number> {
  const emulator = await runningEmulator();
  if (emulator === undefined) {
    throw new CommandError("The local AWS doesn't run. Start it and deploy to it: npm run local");
  }
  return emulator.port;
}

/**
 * Where the images and functions of an environment are.
 * @throws CommandError when that is the local AWS, and it doesn't run
 */
export async function imagesOf({ environment }: Target): Promise<ImagesOf> {
  const { region, namePrefix, localAws } = environment;
  return {
    region,
    namePrefix,
    ...(localAws && {
      local: {
        endpoint: `http://127.0.0.1:${await runningPort()}`,
        credentials: rootKey(),
        dockerConfig: LOCAL_DOCKER_CONFIG,
      },
    }),
  };
}

/**
 * A checkout talks to its own emulator or to none. Without this, Terraform would ask one that doesn't run again and again, for minutes.
 * @throws CommandError when the environment is the local AWS, and that of this checkout doesn't run
 */
export async function checkAnswers({ environment }: Target): Promise<void> {
  if (environment.localAws) {
    await runningPort();
  }
}

function deploymentFile(): string {
  return path.join(LOCAL_FOLDER, "deployment.json");
}

/** Who built what is deployed, as the states tell when that record is lost. */
function deployedWith(): ImageBuilderName | undefined {
  const states = readdirSync(".").filter((name) => /^terraform\..+-local\.tfstate$/.test(name));
  const types = new Set(
    states.flatMap((name) =>
      [...readFileSync(name, "utf8").matchAll(/"type": "(\w+)"/g)].map(([, type]) => type),
    ),
  );
  return types.has("docker_registry_image")
    ? "docker-provider"
    : types.has("aws_ecr_image")
      ? "docker-cli"
      : undefined;
}

function localTerraformEnvironment(port: number): Record<string, string> {
  const { accessKeyId, secretAccessKey } = rootKey();
  return {
    TF_VAR_local_aws_port: String(port),
    TF_VAR_local_aws_access_key: accessKeyId,
    TF_VAR_local_aws_secret_key: secretAccessKey,
    // Every service, also those that the stack doesn't name; the credentials of the user stay out of it.
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    DOCKER_CONFIG: localDockerConfig(port),
    // Terraform and its providers live for seconds. With Go's own 100, a third of the AWS provider's time goes to its garbage collector.
    GOGC: process.env.GOGC ?? "400",
  };
}

function checkedEnvironment(name: string): Environment {
  try {
    return readEnvironment(environments, name, { imageBuilder: process.env.IMAGE_BUILDER });
  } catch (error) {
    throw error instanceof EnvironmentError ? new CommandError(error.message) : error;
  }
}
