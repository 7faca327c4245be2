import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { environments } from "../environments";
import type { ImagesOf } from "../images/read-images";
import { emulatorAnswers, emulatorStatus, USUAL_PORT } from "../local/emulator";
import { CommandError } from "../process/steps";
import { type Environment, EnvironmentError, readEnvironment } from "../stacks/environment";
import { findProviderMirrors, mirrorEnvironment } from "../terraform/provider-mirror";
import { neededProviders } from "./needed-providers";

/** What this checkout keeps about its local AWS. */
export const LOCAL_FOLDER = ".local";

/** What `npm run local` decided, so that later commands plan the same stacks against the same emulator. */
export interface LocalDeployment {
  readonly port: number;
  /** Missing until a stack was deployed with it: one that does not work is not kept. */
  readonly imageBuilder?: ImageBuilderName;
}

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
  const deployment = environment.localAws ? readLocalDeployment() : undefined;
  const imageBuilder = process.env.IMAGE_BUILDER ?? chosen ?? deployment?.imageBuilder;
  return {
    environment,
    appEnvironment: { ENVIRONMENT: name, ...(imageBuilder && { IMAGE_BUILDER: imageBuilder }) },
    // Only when it is asked for: it writes a file, which a command that just looks around may not be allowed to.
    get terraformEnvironment() {
      return {
        ...mirrorEnvironment(findProviderMirrors(), LOCAL_FOLDER, neededProviders(environment)),
        ...(deployment && localTerraformEnvironment(deployment)),
      };
    },
  };
}

export function readLocalDeployment(): LocalDeployment | undefined {
  return existsSync(deploymentFile()) ? JSON.parse(readFileSync(deploymentFile(), "utf8")) : undefined;
}

export function writeLocalDeployment(deployment: LocalDeployment): void {
  mkdirSync(LOCAL_FOLDER, { recursive: true });
  writeFileSync(deploymentFile(), `${JSON.stringify(deployment, undefined, 2)}\n`);
}

/** Keeps who builds the images of the local AWS, now that a stack was deployed with it. */
export function rememberImageBuilder({ appEnvironment }: Target): void {
  const deployment = readLocalDeployment();
  const imageBuilder = appEnvironment.IMAGE_BUILDER as ImageBuilderName | undefined;
  if (deployment && imageBuilder && deployment.imageBuilder !== imageBuilder) {
    writeLocalDeployment({ ...deployment, imageBuilder });
  }
}

/**
 * The port of the local AWS.
 * @throws CommandError when it doesn't run
 */
export async function runningPort(): Promise<number> {
  const status = await emulatorStatus();
  if (!status.running) {
    throw notRunning();
  }
  return status.port;
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
    ...(localAws && { endpoint: `http://127.0.0.1:${await runningPort()}` }),
  };
}

/**
 * Without this, Terraform would ask an emulator that doesn't run again and again, for minutes.
 * @throws CommandError when the environment is the local AWS, and it doesn't run
 */
export async function checkAnswers({ environment }: Target): Promise<void> {
  if (environment.localAws && !(await emulatorAnswers(readLocalDeployment()?.port ?? USUAL_PORT))) {
    throw notRunning();
  }
}

function notRunning(): CommandError {
  return new CommandError("The local AWS doesn't run. Start it and deploy to it: npm run local");
}

function deploymentFile(): string {
  return path.join(LOCAL_FOLDER, "deployment.json");
}

function localTerraformEnvironment({ port }: LocalDeployment): Record<string, string> {
  return {
    TF_VAR_local_aws_port: String(port),
    // Every service, also those that the stack doesn't name; the credentials of the user stay out of it.
    AWS_ENDPOINT_URL: `http://localhost:${port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
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
