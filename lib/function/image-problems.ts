import type { Architecture } from "../architecture";
import type { BuildContext } from "../build-context/build-context";
import { type Dockerfile, readDockerfile } from "../dockerfile/dockerfile";
import { dockerfileProblems } from "../dockerfile/dockerfile-problems";
import { imageFilesOf } from "../dockerfile/image-files";
import { lambdaBaseImage } from "../dockerfile/lambda-runtimes";
import { lineage, type RunStep, rootOf, type Stage, type Step } from "../dockerfile/stage";
import type { HandlerCheck, Place } from "../handler/handler-check";
import { handlerProblems } from "../handler/handler-problems";
import { importProblems } from "../handler/import-problems";
import type { Problem } from "../problem";
import { type InstallStep, installedPackages } from "../python/installed-packages";

/** A function's image, before it is built. */
export interface ImageToCheck {
  readonly context: BuildContext;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** @default - the last stage */
  readonly target?: string;
  readonly architecture: Architecture;
  /** The settings of the Dockerfile that the function overrides. */
  readonly overrides: {
    readonly cmd?: readonly string[];
    readonly entrypoint?: readonly string[];
    readonly workingDirectory?: string;
  };
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
  });
  const check = handlerCheckOf(image, dockerfile);
  return [
    ...dockerfileProblems({
      dockerfile,
      context,
      architecture,
      today,
      ...(overrides.cmd && { cmd: overrides.cmd }),
      ...(overrides.entrypoint && { entrypoint: overrides.entrypoint }),
    }),
    ...(check ? [...handlerProblems(check), ...importProblemsOf(check, dockerfile)] : []),
  ];
}

/** Checks Python's imports, if the steps of the Dockerfile determine the whole content of the image. */
function importProblemsOf(check: HandlerCheck, { target }: Dockerfile): readonly Problem[] {
  if (check.language !== "python" || check.searchesElsewhere || !target) {
    return [];
  }
  const steps = lineage(target).flatMap((stage) => stage.steps);
  const installed = installedPackages(
    steps.flatMap((step) => (step.kind === "run" ? installStep(step, check) : [])),
  );
  return importProblems({
    ...check,
    installed: { ...installed, complete: installed.complete && steps.every(isPlain) },
  });
}

function installStep({ instruction, workdir, expand }: RunStep, { files }: HandlerCheck): InstallStep {
  const variables = [...instruction.text.matchAll(/\$\{?(\w+)/g)].flatMap(([, name]) => {
    const value = expand(`\${${name}}`);
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return {
    command: instruction.text,
    workdir: workdir ?? "/",
    files,
    variables: Object.fromEntries(variables),
  };
}

/**
 * Whether the text of a step determines which packages it adds: no other image, no archive, no here-document, no custom
 * shell.
 */
function isPlain(step: Step): boolean {
  switch (step.kind) {
    case "copy":
      return step.from === undefined && step.keyword === "COPY";
    case "run":
      return step.plainShell && step.workdir !== undefined && step.instruction.documents.length === 0;
    case "workdir":
      return true;
  }
}

/** The check of the handler that CMD names. Undefined if another entrypoint than the base image's reads CMD. */
function handlerCheckOf(image: ImageToCheck, dockerfile: Dockerfile): HandlerCheck | undefined {
  const { context, overrides } = image;
  const stage = dockerfile.target;
  const language = stage && lambdaBaseImage(rootOf(stage).from.image ?? "")?.language;
  // For a file that can't be parsed, only the parse errors are certain.
  if (!stage || dockerfile.errors.length > 0 || (language !== "python" && language !== "nodejs"))
    return undefined;
  if (stage.entrypoint || overrides.entrypoint?.length) return undefined;
  const overridden = overrides.cmd !== undefined && overrides.cmd.length > 0;
  const words = overridden ? overrides.cmd : stage.cmd?.form === "exec" ? stage.cmd.words : [];
  const [handler] = words ?? [];
  const taskRoot = stage.env("LAMBDA_TASK_ROOT");
  if (handler === undefined || words?.length !== 1 || !taskRoot) return undefined;
  const inDockerfile = { file: context.dockerfile, ...(stage.cmd && { line: stage.cmd.line }) };
  const files = imageFilesOf(dockerfile, context);
  return {
    handler,
    where: overridden ? (image.overriddenAt ?? { file: context.dockerfile }) : inDockerfile,
    language,
    files,
    taskRoot,
    searchesElsewhere:
      searchesOtherFolders(image, stage, taskRoot) ||
      LAYER_FOLDERS[language].some((folder) => mayHold(files.find, folder, handler)),
  };
}

/**
 * Whether Python searches other folders too: a custom search path, or a working directory that is not the task root.
 */
function searchesOtherFolders(image: ImageToCheck, stage: Stage, taskRoot: string): boolean {
  const variables = ["PYTHONPATH", "NODE_PATH"];
  return (
    variables.some((name) => name in image.environment || typeof stage.env(name) === "string") ||
    (image.overrides.workingDirectory ?? stage.workdir) !== taskRoot
  );
}

/**
 * Both runtimes also search the folders of layers (AWS Lambda Developer Guide, "Layer paths for each Lambda runtime",
 * read 2026-11-24).
 */
const LAYER_FOLDERS = {
  python: ["/opt/python"],
  nodejs: ["/opt/nodejs", "/opt/nodejs/node_modules"],
} as const;

function mayHold(find: HandlerCheck["files"]["find"], folder: string, handler: string): boolean {
  const module = handler.slice(0, handler.lastIndexOf("."));
  const base = `${folder}/${module.replaceAll(".", "/")}`;
  const candidates = [
    `${base}.py`,
    `${base}/__init__.py`,
    `${base}.js`,
    `${base}/index.js`,
    `${base}/package.json`,
  ];
  return candidates.some((candidate) => find(candidate).state !== "absent");
}
