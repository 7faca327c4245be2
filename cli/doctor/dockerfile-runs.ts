import { type ReadDockerfileOptions, readDockerfile, type Stage } from "../../lib/tooling";

/**
 * Whether building this Dockerfile certainly runs a program of the wanted platform. Then an engine of another platform
 * needs an emulator. Only a `RUN` in a stage that is built runs programs, and only if no `FROM` chooses another
 * platform. A cross-build with `FROM --platform=$BUILDPLATFORM` needs no emulator.
 */
export function runsPrograms(dockerfile: string, options: ReadDockerfileOptions): boolean {
  return readDockerfile(dockerfile, options).needed.some(
    (stage) =>
      platformOf(stage, options.platform) === options.platform &&
      stage.steps.some(({ kind }) => kind === "run"),
  );
}

/** The platform of a stage. @returns undefined if it isn't known */
function platformOf({ from, parent }: Stage, wanted: string): string | undefined {
  if (from.choosesPlatform) {
    return from.platform;
  }
  return parent ? platformOf(parent, wanted) : wanted;
}
