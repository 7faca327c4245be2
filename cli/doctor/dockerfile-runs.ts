import { type ReadDockerfileOptions, readDockerfile } from "../../lib/dockerfile/dockerfile";
import type { Stage } from "../../lib/dockerfile/stage";

/**
 * Does building this Dockerfile surely start a program of the wanted platform? Then an engine of another platform needs an
 * emulator. Only a `RUN` does, in a stage that is built, and only where no `FROM` chooses another platform:
 * `FROM --platform=$BUILDPLATFORM` is how a cross-build runs without one.
 */
export function runsPrograms(dockerfile: string, options: ReadDockerfileOptions): boolean {
  return readDockerfile(dockerfile, options).needed.some(
    (stage) =>
      platformOf(stage, options.platform) === options.platform &&
      stage.steps.some(({ kind }) => kind === "run"),
  );
}

/** What a stage is built for. @returns undefined where that can't be known */
function platformOf({ from, parent }: Stage, wanted: string): string | undefined {
  if (from.choosesPlatform) {
    return from.platform;
  }
  return parent ? platformOf(parent, wanted) : wanted;
}
