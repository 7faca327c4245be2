import type { Architecture } from "../architecture";
import type { BuildContext } from "../build-context/build-context";
import type { Problem } from "../problem";
import type { CheckedDockerfile, DockerfileRule } from "./checked-dockerfile";
import type { Dockerfile } from "./dockerfile";
import { lambdaBaseImage } from "./lambda-runtimes";
import { baseImage } from "./rules/base-image";
import { codeCopiedBeforeInstall } from "./rules/code-copied-before-install";
import { command } from "./rules/command";
import { contextLarge } from "./rules/context-large";
import { copySource } from "./rules/copy-source";
import { dockerignoreMissing } from "./rules/dockerignore-missing";
import { entrypoint } from "./rules/entrypoint";
import { installFileMissing } from "./rules/install-file-missing";
import { packageManagerMissing } from "./rules/package-manager-missing";
import { platformMismatch } from "./rules/platform-mismatch";
import { requirementRedirected } from "./rules/requirement-redirected";
import { requirementUnpinned } from "./rules/requirement-unpinned";
import { runtimeDeprecated } from "./rules/runtime-deprecated";
import { runtimeInterfaceMissing } from "./rules/runtime-interface-missing";
import { secretFileCopied } from "./rules/secret-file-copied";
import { secretInImage } from "./rules/secret-in-image";
import { swallowedInstruction } from "./rules/swallowed-instruction";
import { rootOf } from "./stage";

export interface DockerfileProblemsInput {
  readonly dockerfile: Dockerfile;
  readonly context: BuildContext;
  readonly architecture: Architecture;
  /** The day of the check, ISO 8601 (`2026-11-24`): runtimes become deprecated. */
  readonly today: string;
  /** Looks for a handler that the folder has, for advice. @default - none is looked for */
  readonly suggestHandler?: () => string | undefined;
  /** The function's override of CMD. @default - none */
  readonly cmd?: readonly string[];
  /** The function's override of ENTRYPOINT. @default - none */
  readonly entrypoint?: readonly string[];
}

/** The problems of a Dockerfile and of the files it copies, sorted by line. */
export function dockerfileProblems(input: DockerfileProblemsInput): readonly Problem[] {
  const { dockerfile, context } = input;
  const file = context.dockerfile;
  if (dockerfile.errors.length > 0 || dockerfile.target === undefined) {
    return dockerfile.errors.map(({ line, message, fix }) => ({
      code: "dockerfile-syntax",
      severity: "error",
      file,
      line,
      message,
      reason: "docker build stops before it builds anything.",
      fix,
    }));
  }
  const stage = dockerfile.target;
  const lambdaImage = lambdaBaseImage(rootOf(stage).from.image ?? "");
  const checked: CheckedDockerfile = {
    dockerfile,
    stage,
    ...(lambdaImage && { lambdaImage }),
    context,
    file,
    architecture: input.architecture,
    today: input.today,
    ...(input.suggestHandler && { suggestHandler: input.suggestHandler }),
    cmdOverridden: input.cmd !== undefined && input.cmd.length > 0,
    entrypointOverridden: input.entrypoint !== undefined && input.entrypoint.length > 0,
  };
  return RULES.flatMap((rule) => rule(checked)).sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
}

const RULES: readonly DockerfileRule[] = [
  swallowedInstruction,
  baseImage,
  platformMismatch,
  runtimeDeprecated,
  runtimeInterfaceMissing,
  copySource,
  installFileMissing,
  requirementRedirected,
  packageManagerMissing,
  entrypoint,
  secretInImage,
  secretFileCopied,
  codeCopiedBeforeInstall,
  command,
  dockerignoreMissing,
  contextLarge,
  requirementUnpinned,
];
