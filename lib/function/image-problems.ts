import * as path from "node:path";
import type { Architecture } from "../architecture";
import type { BuildContext } from "../build-context/build-context";
import { type Dockerfile, readDockerfile } from "../dockerfile/dockerfile";
import { dockerfileProblems } from "../dockerfile/dockerfile-problems";
import { imageFilesOf } from "../dockerfile/image-files";
import { LAMBDA_TASK_ROOT, lambdaBaseImage } from "../dockerfile/lambda-runtimes";
import { nodePackages } from "../dockerfile/node-packages";
import { pythonPackages } from "../dockerfile/python-packages";
import { type RuntimeClient, runtimeClient } from "../dockerfile/runtime-client";
import { languageVersion, searchPath } from "../dockerfile/search-path";
import { rootOf, type Stage } from "../dockerfile/stage";
import type { HandlerCheck, Place } from "../handler/handler-check";
import {
  handlerProblems,
  nodejsImportProblems,
  pythonImportProblems,
  suggestedHandler,
} from "../handler/handler-problems";
import type { Problem } from "../problem";
import type { ImageOverrides } from "./docker-image-code";
import { fileNotReadable } from "./file-not-readable";

/** A function's image, before it is built. */
export interface ImageToCheck {
  readonly context: BuildContext;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** @default - the last stage */
  readonly target?: string;
  /** The named build contexts. @default - none */
  readonly buildContexts?: Readonly<Record<string, string>>;
  readonly architecture: Architecture;
  /** The settings of the Dockerfile that the function overrides. */
  readonly overrides: ImageOverrides;
  /** The place where `cmd` of the overrides is written. @default - the place in the Dockerfile */
  readonly overriddenAt?: Place;
  /** The function's environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** ISO 8601, for example `2026-11-24`. */
  readonly today: string;
}

/** The problems of a function's image: first those of its Dockerfile, then those of its handler. */
export function imageProblems(image: ImageToCheck): readonly Problem[] {
  const { context, architecture, overrides, today } = image;
  const dockerfile = readDockerfile(context.readText(context.dockerfile), {
    buildArgs: image.buildArgs,
    platform: architecture.dockerPlatform,
    ...(image.target !== undefined && { target: image.target }),
    ...(image.buildContexts && { buildContexts: image.buildContexts }),
  });
  const check = handlerCheckOf(image, dockerfile);
  return [
    ...dockerfileProblems({
      dockerfile,
      context,
      architecture,
      today,
      suggestHandler: () => suggestedFor(dockerfile, context),
      ...(overrides.cmd && { cmd: overrides.cmd }),
      ...(overrides.entrypoint && { entrypoint: overrides.entrypoint }),
    }),
    ...(check && dockerfile.target
      ? [
          ...handlerProblems(check),
          ...fileNotReadable(check, dockerfile.target, context),
          ...importProblemsOf(check, image, dockerfile),
          ...nodejsImportProblemsOf(check, dockerfile, context),
        ]
      : []),
  ];
}

/** A handler for advice, where CMD names none. */
function suggestedFor(dockerfile: Dockerfile, context: BuildContext): string | undefined {
  const { target, errors } = dockerfile;
  const language = target && lambdaBaseImage(rootOf(target).from.image ?? "")?.language;
  if (!target || errors.length > 0 || language === undefined) return undefined;
  return suggestedHandler(imageFilesOf(dockerfile, context), LAMBDA_TASK_ROOT, language);
}

/** Checks Python's imports, if it is known where Python searches. */
function importProblemsOf(
  check: HandlerCheck,
  { context }: ImageToCheck,
  dockerfile: Dockerfile,
): readonly Problem[] {
  const { target } = dockerfile;
  if (check.language !== "python" || check.searchesElsewhere || !target) return [];
  return pythonImportProblems({
    ...check,
    ...pythonPackages(dockerfile, target, context),
    folder: {
      files: context.entries.flatMap(({ kind, hidden, path: name }) =>
        kind === "file" && !hidden ? [name] : [],
      ),
      leftOut: (name) => {
        const rule = context.ignoredBy(name);
        return rule && context.isLeftOutOnDisk(name) ? rule : undefined;
      },
    },
  });
}

/** Checks the imports of Node.js. */
function nodejsImportProblemsOf(
  check: HandlerCheck,
  dockerfile: Dockerfile,
  context: BuildContext,
): readonly Problem[] {
  const { target } = dockerfile;
  if (check.language !== "nodejs" || !target) return [];
  const packages = nodePackages(dockerfile, context);
  const lambda = lambdaBaseImage(rootOf(target).from.image ?? "") !== undefined;
  return nodejsImportProblems(check, {
    ...packages,
    // NODE_PATH, or a working directory of its own.
    complete: packages.complete && !check.searchesElsewhere,
    // With version 18 the SDK changed from version 2 to 3. Both are accepted, since a tag need not have a version.
    inRuntime: lambda ? [/^aws-sdk$/, /^@(aws-sdk|smithy|aws-crypto|aws)\//, /^aws-lambda-ric$/] : [],
  });
}

/** The check of the handler that CMD names. Undefined if it isn't known who reads CMD. */
function handlerCheckOf(image: ImageToCheck, dockerfile: Dockerfile): HandlerCheck | undefined {
  const { context, overrides } = image;
  const stage = dockerfile.target;
  // For a file that can't be parsed, only the parse errors are certain.
  if (!stage || dockerfile.errors.length > 0) return undefined;
  const files = imageFilesOf(dockerfile, context);
  const client = runtimeClient(stage, overrides, files);
  const [handler] = client?.arguments ?? [];
  if (client === undefined || handler === undefined || client.arguments.length !== 1) return undefined;
  const workdir = overrides.workingDirectory ?? stage.workdir;
  const taskRoot =
    client.kind === "base-image" ? stage.env("LAMBDA_TASK_ROOT") : (workdir ?? firstOfPath(image, stage));
  if (!taskRoot) return undefined;
  const version = languageVersion(rootOf(stage).from.image ?? "");
  const search = searchPath(image, stage, client, path.posix.resolve("/", taskRoot));
  return {
    handler,
    where: handlerPlace(image, stage, client),
    language: client.language,
    ...(version !== undefined && { version }),
    files,
    taskRoot,
    searchFolders: search.folders,
    searchesElsewhere: search.elsewhere || searchesPackages(client, files, handler),
  };
}

/** The first folder of PYTHONPATH, where the working directory isn't known. */
function firstOfPath({ environment }: ImageToCheck, stage: Stage): string | undefined {
  const [first] = (environment.PYTHONPATH ?? stage.env("PYTHONPATH") ?? "").split(":");
  return first?.startsWith("/") ? first : undefined;
}

function handlerPlace(
  { context, overrides, overriddenAt }: ImageToCheck,
  stage: Stage,
  client: RuntimeClient,
): Place {
  const file = context.dockerfile;
  if (overrides[client.from]?.length) return overriddenAt ?? { file };
  const command = client.from === "cmd" ? stage.cmd : stage.entrypoint;
  return { file, ...(command && { line: command.line }) };
}

/** Node.js also searches the packages of layers, and reads their package.json. */
function searchesPackages(
  { language }: RuntimeClient,
  files: HandlerCheck["files"],
  handler: string,
): boolean {
  return (
    language === "nodejs" &&
    ["/opt/nodejs", "/opt/nodejs/node_modules"].some((folder) => mayHold(files.find, folder, handler))
  );
}

function mayHold(find: HandlerCheck["files"]["find"], folder: string, handler: string): boolean {
  const base = `${folder}/${handler.slice(0, handler.lastIndexOf("."))}`;
  return [".js", "/index.js", "/package.json"].some((end) => find(base + end).state !== "absent");
}
