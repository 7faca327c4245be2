import { imageReference } from "../../lib/tooling";

/** Instructions that name an image. */
const NAMES_IMAGE = /^\s*(FROM|ARG|COPY)\s/i;

/** What may be part of an image's name. */
const PART_OF_NAME = "[\\w.:@/-]";

/**
 * A Dockerfile that is built on these digests: `FROM image:tag@sha256:…`, which Renovate and Dependabot understand and keep up to date. The tag stays, so
 * that everybody sees what the digest is of.
 * @param digests by the image as the Dockerfile names it
 */
export function withDigests(dockerfile: string, digests: ReadonlyMap<string, string>): string {
  return dockerfile
    .split("\n")
    .map((line) => (NAMES_IMAGE.test(line) ? pinned(line, digests) : line))
    .join("\n");
}

function pinned(line: string, digests: ReadonlyMap<string, string>): string {
  let text = line;
  for (const [image, digest] of digests) {
    const whole = new RegExp(`(?<!${PART_OF_NAME})${escaped(image)}(?!${PART_OF_NAME})`, "g");
    const { name, tag } = imageReference(image);
    text = text.replace(whole, () => `${name}${tag === undefined ? "" : `:${tag}`}@${digest}`);
  }
  return text;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
