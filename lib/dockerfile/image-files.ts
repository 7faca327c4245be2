import type { BuildContext } from "../build-context/build-context";
import type { ImageFile, ImageFiles } from "../image-files";
import type { Dockerfile } from "./dockerfile";
import { mountedFile } from "./mounted-file";
import { NameOrigins } from "./name-origins";
import type { RunStep, Stage, Step } from "./stage";
import { type Common, StageFiles } from "./stage-files";

/**
 * Finds the image's files by following COPY and ADD, in the simple cases. Files that a RUN, another image or an archive
 * may have created are `unknown`.
 */
export function imageFilesOf(dockerfile: Dockerfile, context: BuildContext): ImageFiles {
  const common = commonOf(dockerfile, context);
  const { target } = dockerfile;
  const files = target && (common.stages.get(target) ?? new StageFiles(target, common));
  common.image ??= {
    find: (imagePath) => files?.find(imagePath) ?? { state: "unknown" },
    list: () => files?.list() ?? [],
    read: (contextPath) => context.readText(contextPath),
    readDecoded: (contextPath) => context.readDecoded(contextPath),
  };
  return common.image;
}

/** The files of the image, just before a step of a stage. */
export function imageFilesBefore(
  step: Step,
  stage: Stage,
  dockerfile: Dockerfile,
  context: BuildContext,
): (imagePath: string) => ImageFile {
  let files: StageFiles | undefined;
  return (imagePath) => {
    files ??= new StageFiles(stage, commonOf(dockerfile, context), step);
    return files.find(imagePath);
  };
}

/** The files that a RUN sees: those of the image just before it, and those that are mounted for it. */
export function filesSeenBy(
  step: RunStep,
  stage: Stage,
  dockerfile: Dockerfile,
  context: BuildContext,
): (imagePath: string) => ImageFile {
  const before = imageFilesBefore(step, stage, dockerfile, context);
  return (imagePath) => mountedFile(step, context, imagePath) ?? before(imagePath);
}

/** Several checks ask for the same image. */
const known = new WeakMap<Dockerfile, Common>();

function commonOf(dockerfile: Dockerfile, context: BuildContext): Common {
  const before = known.get(dockerfile);
  if (before?.context === context) return before;
  const common = { context, stages: new Map(), origins: new NameOrigins(context, dockerfile.needed) };
  known.set(dockerfile, common);
  return common;
}
