import type { Construct } from "constructs";
import type { Architecture } from "../architecture";
import type { Acknowledgement } from "../problems/checked-function";
import { ProblemReport } from "../problems/problem-report";
import type { BoundImage } from "./docker-image-code";
import type * as imageProblemsModule from "./image-problems";

/** What the check needs to know of a function besides its image. */
export interface CheckedSettings {
  readonly architecture: Architecture;
  /** Read when the app is synthesized, since variables can be added until then. */
  readonly environment: Readonly<Record<string, string>>;
  readonly acknowledge?: readonly Acknowledgement[];
}

/** Checks the folder of a function's image when the app is synthesized, if the image is built in this app. */
export function checkAtSynth(
  construct: Construct,
  { asset, overrides, overriddenAt }: BoundImage,
  { architecture, environment, acknowledge = [] }: CheckedSettings,
): void {
  if (!asset) {
    return;
  }
  const source = asset._source;
  ProblemReport.of(construct).add({
    construct,
    directory: source.context.directory,
    acknowledged: acknowledge,
    subject: () =>
      source.context.lookedOutside
        ? undefined
        : JSON.stringify([
            source.context.hash,
            source.context.patterns,
            source.buildArgs,
            source.target,
            source.buildContexts,
            architecture.name,
            [overrides.cmd, overrides.entrypoint, overrides.workingDirectory],
            // Only the names are checked.
            Object.keys(environment),
          ]),
    check: (today) => {
      // Loaded only when an image has to be checked, since it loads parsers. In most synths nothing changed.
      const { imageProblems } = require("./image-problems") as typeof imageProblemsModule;
      return imageProblems({
        ...source,
        architecture,
        overrides,
        ...(overriddenAt && { overriddenAt }),
        environment,
        today,
      });
    },
  });
}
