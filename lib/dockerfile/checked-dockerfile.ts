import type { Architecture } from "../architecture";
import type { BuildContext } from "../build-context/build-context";
import type { Problem } from "../problem";
import type { Dockerfile } from "./dockerfile";
import type { LambdaBaseImage } from "./lambda-runtimes";
import type { Stage } from "./stage";

/** The input of the rules for Dockerfiles. */
export interface CheckedDockerfile {
  readonly dockerfile: Dockerfile;
  /** The stage that becomes the image. */
  readonly stage: Stage;
  /** The AWS base image that the stage is finally built on. @default - it isn't an AWS base image, or isn't known */
  readonly lambdaImage?: LambdaBaseImage;
  readonly context: BuildContext;
  /** The Dockerfile, relative to the context. */
  readonly file: string;
  readonly architecture: Architecture;
  /** ISO 8601. */
  readonly today: string;
  /** Looks for a handler that the folder has, for advice. @default - none is looked for */
  readonly suggestHandler?: () => string | undefined;
  /** The function overrides CMD. */
  readonly cmdOverridden: boolean;
  /** The function overrides ENTRYPOINT. */
  readonly entrypointOverridden: boolean;
}

/** One check. Facts that aren't known never give a problem. */
export type DockerfileRule = (checked: CheckedDockerfile) => readonly Problem[];
