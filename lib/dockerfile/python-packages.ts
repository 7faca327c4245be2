import type { BuildContext } from "../build-context/build-context";
import type { InstalledPackages } from "../python/installed-packages";
import type { PythonBase } from "../python/module-origins";
import type { Dockerfile } from "./dockerfile";
import { filesSeenBy } from "./image-files";
import { isPlainImage } from "./image-reference";
import { type InstallStep, installedPackages } from "./installed-packages";
import { lambdaBaseImage } from "./lambda-runtimes";
import { runCommands } from "./run-commands";
import { type CopyStep, type RunStep, rootOf, type Stage } from "./stage";

/** What Python can import that is not a file of the folder. */
export interface PythonPackages {
  readonly installed: InstalledPackages;
  readonly base: PythonBase;
}

/**
 * The Python packages that a Dockerfile installs, in all stages that are built for its target. Those of another stage
 * may not be copied, but then too much counts as installed, and nothing is called missing that is there.
 */
export function pythonPackages(dockerfile: Dockerfile, target: Stage, context: BuildContext): PythonPackages {
  const steps = dockerfile.needed.flatMap((stage) => stage.steps.map((step) => ({ stage, step })));
  const installed = installedPackages(
    steps.flatMap(({ stage, step }) =>
      step.kind === "run" ? installStep(dockerfile, stage, step, context) : [],
    ),
  );
  const plain = isKnownBase(target) && steps.every(({ step }) => step.kind !== "copy" || isPlainCopy(step));
  const lambda = lambdaBaseImage(rootOf(target).from.image ?? "")?.language === "python";
  return {
    installed: { ...installed, complete: installed.complete && plain },
    base: lambda ? "lambda" : "python",
  };
}

function installStep(
  dockerfile: Dockerfile,
  stage: Stage,
  step: RunStep,
  context: BuildContext,
): InstallStep {
  const commands = runCommands(step);
  return {
    ...(commands && { commands }),
    ...(step.workdir !== undefined && { workdir: step.workdir }),
    expand: step.expand,
    find: filesSeenBy(step, stage, dockerfile, context),
    read: (contextPath) => context.readText(contextPath),
  };
}

/** Whether nothing that Python could import is in a stage's base image, except for what is known. */
function isKnownBase(stage: Stage): boolean {
  const { image = "" } = rootOf(stage).from;
  return image === "scratch" || lambdaBaseImage(image) !== undefined || isPlainImage(image);
}

/** Whether a step can't bring packages of another image or of an archive. */
function isPlainCopy({ from, keyword, sources, target = "/" }: CopyStep): boolean {
  if (from === undefined)
    return (
      keyword === "COPY" ||
      !sources.some(({ written }) => /:\/\/|\.(tar|tgz|tbz2?|txz|t?gz|bz2|xz|zst)\b/.test(written)) ||
      isForPrograms(target)
    );
  return ("steps" in from && isKnownBase(from)) || isForPrograms(target);
}

/** Folders of programs and Lambda extensions, where Python doesn't search. */
function isForPrograms(target: string): boolean {
  return /^(\/usr(\/local)?)?\/s?bin(\/|$)|^\/(tmp|etc|opt\/extensions)(\/|$)|^\/(uv|uvx|lambda-adapter)$/.test(
    target,
  );
}
