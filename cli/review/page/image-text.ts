import type { ImageReview, PushReason } from "../summary";
import { listOf, type Text, text } from "../text";
import { count, semicolons } from "./words";

const PUSH_WORDS: Readonly<Record<PushReason, string>> = {
  first: "pushed for the first time",
  files: "pushed again",
  options: "pushed again",
  unknown: "pushed again",
  gone: "pushed again, because it was not found in its registry",
  "new-resource": "pushed, because it is new to Terraform",
  repository: "pushed again, into a repository that is replaced",
  "build-settings": "built with other settings and pushed again",
  requested: "pushed again, because the plan was made with -replace",
  tainted: "pushed again, because an earlier apply failed",
};

/**
 * Why an image is pushed, and what changed in it.
 * @param most the maximum number of files that are named
 */
export function imageText(image: ImageReview, most: number): Text {
  const head = PUSH_WORDS[image.pushed];
  if (image.hidden) {
    return [`${head} (its files are sensitive)`];
  }
  const { files, options } = image;
  if (image.pushed === "first" || image.pushed === "new-resource") {
    return [files.added.length > 0 ? `${head} (${count(files.added.length, "file")})` : head];
  }
  const parts = [
    ...(["changed", "added", "removed"] as const).flatMap((change) =>
      files[change].length > 0 ? [text`${[change]} ${listOf(files[change], most)}`] : [],
    ),
    ...options.map(optionText),
  ];
  if (parts.length > 0) {
    return [`${head}: `, ...semicolons(parts)];
  }
  return [image.pushed === "unknown" ? head : `${head}; no file changed`];
}

function optionText({ name, change, before, after }: ImageReview["options"][number]): Text {
  return before !== undefined && after !== undefined
    ? text`${name} from ${before} to ${after}`
    : text`${name} ${[change]}`;
}
