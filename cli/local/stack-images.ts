import { readFileSync } from "node:fs";
import { type ReadDockerfileOptions, readDockerfile } from "../../lib/tooling";
import { readStackImages } from "../terraform/stack-images";

/** The base images of a synthesized stack's Dockerfiles, sorted, each once. */
export function baseImagesOf(stackFolder: string): string[] {
  const images = readStackImages(stackFolder).flatMap(({ dockerfile, ...options }) =>
    baseImages(readFileSync(dockerfile, "utf8"), options),
  );
  return [...new Set(images)].sort();
}

/** The base images of a Dockerfile, with its `ARG`s replaced, without its own stages and `scratch`. */
export function baseImages(dockerfile: string, options: ReadDockerfileOptions): string[] {
  const images = readDockerfile(dockerfile, options).needed.flatMap(({ parent, from }) =>
    parent === undefined && from.image !== undefined && from.image !== "scratch" && from.unset.length === 0
      ? [from.image]
      : [],
  );
  return [...new Set(images)];
}
