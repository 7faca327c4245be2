import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { imageReference, isImageReference } from "../image-reference";
import { LAMBDA_RUNTIMES_SOURCE, lambdaBaseImage, newestRuntime, unknownTag } from "../lambda-runtimes";
import { rootOf, type Stage } from "../stage";

/**
 * Checks the base image: `base-image-unknown-arg` when a variable without a value leaves no usable name,
 * `base-image-invalid` when the name can't be that of an image, `base-image-missing` when AWS never published its
 * version, `base-image-unpinned` when the name has no version.
 */
export function baseImage({ dockerfile, stage, file, today }: CheckedDockerfile): readonly Problem[] {
  // BuildKit resolves the names of all stages, including those it doesn't build (dockerfile2llb/convert.go,
  // buildDispatchStates).
  const nameless = dockerfile.stages.filter(({ from }) => from.unset.length > 0 && !isName(from.image));
  // Stages that only build something are not part of the image.
  const unpinned = [rootOf(stage)].filter(({ from }) => !isPinned(from.image));
  const invalid = dockerfile.stages.filter(
    (each) =>
      !nameless.includes(each) &&
      each.parent === undefined &&
      each.from.image !== undefined &&
      !isImageReference(each.from.image),
  );
  return [
    ...nameless.map((each) => unknownArg(each, file)),
    ...invalid.map((each) => invalidImage(each, file)),
    ...dockerfile.needed.flatMap((each) => missingImage(each, file, today)),
    ...unpinned
      .filter((root) => !nameless.includes(root) && !invalid.includes(root))
      .map((root) => unpinnedImage(root, file)),
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

function invalidImage({ line, from: { image = "", written } }: Stage, file: string): Problem {
  const { name } = imageReference(image);
  const lower = image.replace(name, name.toLowerCase());
  return {
    code: "base-image-invalid",
    severity: "error",
    file,
    line,
    message: `FROM ${written}: ${JSON.stringify(image)} is not the name of an image.`,
    reason:
      "docker build stops: “invalid reference format”. A name is in lower case, and has letters, digits and separators.",
    fix: isImageReference(lower)
      ? `Write FROM ${lower}`
      : "Write the name of an image, for example FROM public.ecr.aws/lambda/python:3.14",
  };
}

/** A version of AWS's base images that the table doesn't have. A newer one may have been published since. */
function missingImage({ line, parent, from: { image = "" } }: Stage, file: string, today: string): Problem[] {
  const unknown = parent === undefined ? unknownTag(image) : undefined;
  if (unknown === undefined) return [];
  const { name } = imageReference(image);
  const { title, url, recorded } = LAMBDA_RUNTIMES_SOURCE;
  const certain = !unknown.mayBeNew;
  return [
    {
      code: "base-image-missing",
      severity: certain ? "error" : "warning",
      file,
      line,
      message: certain
        ? `AWS has never published ${image}.`
        : `${image} is not among the base images that AWS had published on ${recorded}.`,
      reason: `docker build stops if there is no such image. Source: ${title}, as endoflife.date recorded it on ${recorded}: ${url}${certain ? "" : `. Today is ${today}`}.`,
      fix: `Choose one that exists: ${unknown.known.map((tag) => `${name}:${tag}`).join(", ")}`,
    },
  ];
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
