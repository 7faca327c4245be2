import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { LOCAL_FOLDER } from "../app/local-folder";
import { readJsonFile, writeJsonFile } from "../process/json-file";
import { privateFolder } from "../process/private-files";
import { LOCAL_STATES } from "./local-override";

const imageBuilder = z.enum(["docker-provider", "docker-cli"]);

/** The image builder: Terraform's docker provider, or the docker command. */
export type ImageBuilderName = z.output<typeof imageBuilder>;

const localDeployment = z.object({
  port: z.int().positive(),
  /** Missing until a stack was deployed with it, so that a builder that doesn't work is not recorded. */
  imageBuilder: imageBuilder.optional(),
});

/** The decisions of `lambda-images local`, so that later commands plan the same stacks. */
export type LocalDeployment = Readonly<z.output<typeof localDeployment>>;

/** The image builder of the local AWS, once a stack was deployed with it. */
export function recordedImageBuilder(): ImageBuilderName | undefined {
  return readLocalDeployment()?.imageBuilder ?? builderInStates();
}

export function writeLocalDeployment(deployment: LocalDeployment): void {
  privateFolder(LOCAL_FOLDER);
  writeJsonFile(deploymentFile(), deployment);
}

/** Records the image builder of the local AWS, after a stack was deployed with it. */
export function recordImageBuilder(builder: ImageBuilderName): void {
  const deployment = readLocalDeployment();
  if (deployment && deployment.imageBuilder !== builder) {
    writeLocalDeployment({ ...deployment, imageBuilder: builder });
  }
}

function readLocalDeployment(): LocalDeployment | undefined {
  return readJsonFile(deploymentFile(), localDeployment);
}

function deploymentFile(): string {
  return path.join(LOCAL_FOLDER, "deployment.json");
}

/** The image builder according to the states, for when that record is damaged or missing. */
function builderInStates(): ImageBuilderName | undefined {
  const types = new Set(
    stateFiles().flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/"type": "(\w+)"/g)].map(([, type]) => type),
    ),
  );
  return types.has("docker_registry_image")
    ? "docker-provider"
    : types.has("aws_ecr_image")
      ? "docker-cli"
      : undefined;
}

function stateFiles(): string[] {
  try {
    return readdirSync(LOCAL_STATES)
      .filter((name) => name.endsWith(".tfstate"))
      .map((name) => path.join(LOCAL_STATES, name));
  } catch {
    return [];
  }
}
