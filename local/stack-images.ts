import { readFileSync } from "node:fs";
import path from "node:path";
import { type ReadDockerfileOptions, readDockerfile } from "../lib/dockerfile/dockerfile";

interface ImageResource {
  readonly triggers?: Readonly<Record<string, string>>;
  readonly triggers_replace?: Readonly<Record<string, string>>;
}

interface StackJson {
  readonly resource?: {
    readonly docker_registry_image?: Readonly<Record<string, ImageResource>>;
    readonly terraform_data?: Readonly<Record<string, ImageResource>>;
  };
}

/** The images that the Dockerfiles of a synthesized stack build on, each once, sorted. */
export function baseImagesOf(stackFolder: string): string[] {
  const { resource = {} } = JSON.parse(
    readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8"),
  ) as StackJson;
  const images = [resource.docker_registry_image, resource.terraform_data].flatMap((all) =>
    Object.values(all ?? {}),
  );
  return [...new Set(images.flatMap((image) => baseImagesOfOne(stackFolder, image)))].sort();
}

function baseImagesOfOne(stackFolder: string, image: ImageResource): string[] {
  const [context] = /assets\/[0-9a-f]{64}/.exec(JSON.stringify(image)) ?? [];
  const triggers = image.triggers ?? image.triggers_replace ?? {};
  const dockerfile = triggers["--file"];
  if (context === undefined || dockerfile === undefined) {
    return [];
  }
  const buildArgs = Object.entries(triggers).flatMap(([key, value]) =>
    key.startsWith("--build-arg ") ? [[key.slice("--build-arg ".length), value] as const] : [],
  );
  const target = triggers["--target"];
  return baseImages(readFileSync(path.join(stackFolder, context, dockerfile), "utf8"), {
    buildArgs: Object.fromEntries(buildArgs),
    platform: triggers["--platform"] as ReadDockerfileOptions["platform"],
    ...(target !== undefined && { target }),
  });
}

/** The images that a Dockerfile builds on, with its `ARG`s filled in; its own stages and `scratch` left out. */
export function baseImages(dockerfile: string, options: ReadDockerfileOptions): string[] {
  const images = readDockerfile(dockerfile, options).needed.flatMap(({ parent, from }) =>
    parent === undefined && from.image !== undefined && from.image !== "scratch" && from.unset.length === 0
      ? [from.image]
      : [],
  );
  return [...new Set(images)];
}
