import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { imageReference } from "../image-reference";
import { lambdaBaseImage, newestRuntime } from "../lambda-runtimes";
import { rootOf, type Stage } from "../stage";

/**
 * Checks the base image: `base-image-unknown-arg` when a variable without a value leaves no usable name,
 * `base-image-unpinned` when the name has no version.
 */
export function baseImage({ dockerfile, stage, file }: CheckedDockerfile): readonly Problem[] {
  // BuildKit resolves the names of all stages, including those it doesn't build (dockerfile2llb/convert.go,
  // buildDispatchStates).
  const nameless = dockerfile.stages.filter(({ from }) => from.unset.length > 0 && !isName(from.image));
  // Stages that only build something are not part of the image.
  const unpinned = [rootOf(stage)].filter(({ from }) => !isPinned(from.image));
  return [
    ...nameless.map((each) => unknownArg(each, file)),
    ...unpinned.filter((root) => !nameless.includes(root)).map((root) => unpinnedImage(root, file)),
  ];
}

/** Whether the rest may be an image name. Elsewhere in the name a variable may be empty. */
function isName(image: string | undefined): boolean {
  return image === undefined || !(image === "" || /^[/:@.-]|[/:@]$|\/\/|\/:/.test(image));
}

function isPinned(image: string | undefined): boolean {
  if (image === undefined || image === "scratch") return true;
  const { tag, digest } = imageReference(image);
  return digest !== undefined || (tag !== undefined && tag !== "latest");
}

function unknownArg({ line, from }: Stage, file: string): Problem {
  const names = [...new Set(from.unset)];
  return {
    code: "base-image-unknown-arg",
    severity: "error",
    file,
    line,
    message: `FROM ${from.written}: ${names.join(" and ")} ${names.length === 1 ? "has" : "have"} no value.`,
    reason: `docker build stops, since ${JSON.stringify(from.image)} is not the name of an image.`,
    fix: `Give ${names[0]} a default value above the first FROM (ARG ${names[0]}=…), or a value in buildArgs.`,
  };
}

function unpinnedImage({ line, from: { image = "", written, source } }: Stage, file: string): Problem {
  const { name } = imageReference(image);
  const newest = newestRuntime(lambdaBaseImage(image)?.language ?? "provided");
  const pinned = `${name}:${lambdaBaseImage(image) && newest ? newest.tag : "<version>"}`;
  return {
    code: "base-image-unpinned",
    severity: "hint",
    file,
    line,
    message: `The base image ${written === image ? image : `${written}, ${image},`} has no version.`,
    reason: "The same Dockerfile gives a different image as soon as a new version is released.",
    fix:
      written === image
        ? source.replace(written, () => pinned)
        : `Give ${written} a value with a version: ${pinned}`,
  };
}
