import type { Architecture } from "../architecture";
import type { BuildContext } from "../build-context/build-context";
import type { Problem } from "../problem";
import type { Dockerfile } from "./dockerfile";
import type { LambdaBaseImage } from "./lambda-runtimes";
import type { Stage } from "./stage";

/** What the rules for Dockerfiles look at. */
export interface CheckedDockerfile {
  readonly dockerfile: Dockerfile;
  /** The stage that becomes the image. */
  readonly stage: Stage;
  /** The base image of AWS that it builds on in the end. @default - it surely is none, or can't be known */
  readonly lambdaImage?: LambdaBaseImage;
  readonly context: BuildContext;
  /** The Dockerfile, relative to the context. */
  readonly file: string;
  readonly architecture: Architecture;
  /** ISO 8601. */
  readonly today: string;
  /** The function gives its own command. */
  readonly cmdOverridden: boolean;
  /** The function gives its own entrypoint. */
  readonly entrypointOverridden: boolean;
}

/** One thing that is checked. What can't be known is no problem. */
export type DockerfileRule = (checked: CheckedDockerfile) => readonly Problem[];
