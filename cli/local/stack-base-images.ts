import { readFileSync } from "node:fs";
import {
  lambdaBaseImage,
  type ReadDockerfileOptions,
  readDockerfile,
  rootOf,
  type Stage,
} from "../../lib/tooling";
import { readStackImages } from "../terraform/stack-images";
import { readStackJson } from "../terraform/stack-json";

/** The base images of a synthesized stack's Dockerfiles, sorted, each once. */
export function baseImagesOf(stackFolder: string): string[] {
  const images = readStackImages(stackFolder).flatMap(({ dockerfile, ...options }) =>
    baseImages(readFileSync(dockerfile, "utf8"), options),
  );
  return [...new Set(images)].sort();
}

/** The base images of a Dockerfile, with its `ARG`s replaced, without its own stages and `scratch`. */
export function baseImages(dockerfile: string, options: ReadDockerfileOptions): string[] {
  return baseImagesOfStages(readDockerfile(dockerfile, options).needed);
}

/** The same, of some stages of a Dockerfile. */
export function baseImagesOfStages(stages: readonly Stage[]): string[] {
  const images = stages.flatMap(({ parent, from }) =>
    parent === undefined && from.image !== undefined && from.image !== "scratch" && from.unset.length === 0
      ? [from.image]
      : [],
  );
  return [...new Set(images)];
}

/**
 * Whether an image of a synthesized stack may lack AWS's runtime interface emulator: it isn't built on a base image of AWS, or it
 * starts a program of its own.
 */
export function needsRuntimeEmulator(stackFolder: string): boolean {
  const { resource } = readStackJson<StackFunctions>(stackFolder);
  const functions = Object.values(resource?.aws_lambda_function ?? {});
  return (
    functions.some(({ image_config }) => image_config?.entry_point !== undefined) ||
    readStackImages(stackFolder).some(({ dockerfile, ...options }) =>
      lacksRuntimeEmulator(readFileSync(dockerfile, "utf8"), options),
    )
  );
}

interface StackFunctions {
  readonly resource?: {
    readonly aws_lambda_function?: Readonly<
      Record<string, { readonly image_config?: { readonly entry_point?: unknown } }>
    >;
  };
}

function lacksRuntimeEmulator(dockerfile: string, options: ReadDockerfileOptions): boolean {
  const { target } = readDockerfile(dockerfile, options);
  return (
    target !== undefined &&
    (target.entrypoint !== undefined || lambdaBaseImage(rootOf(target).from.image ?? "") === undefined)
  );
}
