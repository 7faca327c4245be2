import { readFileSync } from "node:fs";
import { type ReadDockerfileOptions, readDockerfile } from "../../lib/tooling";
import { readStackImages } from "../terraform/stack-images";

/** The images that the Dockerfiles of a synthesized stack build on, each once, sorted. */
export function baseImagesOf(stackFolder: string): string[] {
  const images = readStackImages(stackFolder).flatMap(({ dockerfile, ...options }) =>
    baseImages(readFileSync(dockerfile, "utf8"), options),
  );
  return [...new Set(images)].sort();
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
