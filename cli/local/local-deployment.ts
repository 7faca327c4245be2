import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { LOCAL_FOLDER } from "../app/local-folder";
import { readJsonFile, writeJsonFile } from "../process/json-file";
import { privateFolder } from "../process/private-files";
import { LOCAL_STATES } from "./local-override";

const imageBuilder = z.enum(["docker-provider", "docker-cli"]);

/** Who builds images: Terraform's docker provider, or the docker command. */
export type ImageBuilderName = z.output<typeof imageBuilder>;

const localDeployment = z.object({
  port: z.int().positive(),
  /** Missing until a stack was deployed with it: one that does not work is not recorded. */
  imageBuilder: imageBuilder.optional(),
});

/** What `lambda-images local` decided, so that later commands plan the same stacks. */
export type LocalDeployment = Readonly<z.output<typeof localDeployment>>;

/** Who builds the images of the local AWS, once a stack was deployed with it. */
export function recordedImageBuilder(): ImageBuilderName | undefined {
  return readLocalDeployment()?.imageBuilder ?? builderInStates();
}

export function writeLocalDeployment(deployment: LocalDeployment): void {
  privateFolder(LOCAL_FOLDER);
  writeJsonFile(deploymentFile(), deployment);
}

/** Records who builds the images of the local AWS, now that a stack was deployed with it. */
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

/** Who built what is deployed, as the states show when that record is damaged or gone. */
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
