import { compareTexts } from "../compare-texts";
import type { Expiry } from "./lifecycle-policy";

/** An image in a repository. */
export interface RepositoryImage {
  readonly repository: string;
  /** `sha256:…` */
  readonly digest: string;
  readonly tags: readonly string[];
  /** ISO 8601. */
  readonly pushedAt: string;
  /** What the repository's lifecycle policy does with it. */
  readonly expiry: Expiry;
}

/** A function, one of its versions or one of its aliases, and the image that it runs. */
export interface ImageUse {
  /** For example `shop-dev-python`; `shop-dev-python:live` for an alias, `shop-dev-python:12` for a version. */
  readonly name: string;
  readonly kind: "function" | "version" | "alias";
  /** `sha256:…` */
  readonly digest: string;
  /** The image's repository. @default - it is in another account, or not known */
  readonly repository?: string;
}

/** An image that a synthesized stack builds. */
export interface SynthesizedImage {
  readonly repository: string;
  /** The part of a tag that identifies the content. */
  readonly content: string;
}

export interface ImageRow {
  readonly repository: string;
  /** @default - it is not pushed yet */
  readonly digest?: string;
  readonly tags: readonly string[];
  /** ISO 8601. @default - it is not pushed yet */
  readonly pushedAt?: string;
  /** The hash of its inputs, from the tag. @default - the tags are not from this project */
  readonly content?: string;
  /** Whether the content is that of the present folder. */
  readonly current: boolean;
  /** Functions, then their aliases and versions. */
  readonly usedBy: readonly string[];
  /**
   * When it expires. `gone`: it isn't in the repository any more, although a function or an alias runs it. So the function fails when
   * Lambda has to pull it again.
   * @default - it is not pushed yet
   */
  readonly expiry?: Expiry | { readonly state: "gone" };
}

/** Both builders' tags: `<content>` or `<content>-<time of the plan>`, in a shared repository after `<function>.` */
const TAG = /^(?:[A-Za-z0-9_-]+\.)?([0-9a-f]{32}|[0-9a-f]{12}(?=-\d{14}$))(?:-\d{14})?$/;

/** The hash of the content in a tag. */
export function contentOf(tag: string): string | undefined {
  return TAG.exec(tag)?.[1];
}

/**
 * All images, each repository's newest first. Images that are not pushed yet, and those that are gone, come before them.
 * @param isRepository whether the images of this repository were read
 */
export function imageRows(
  images: readonly RepositoryImage[],
  uses: readonly ImageUse[],
  synthesized: readonly SynthesizedImage[],
  isRepository: (name: string) => boolean,
): ImageRow[] {
  const users = (digest: string): string[] =>
    uses
      .filter((use) => use.digest === digest)
      .sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind))
      .map(({ name }) => name);
  const pushed = images.map(({ repository, digest, tags, pushedAt, expiry }): ImageRow => {
    const content = tags.map(contentOf).find((hash) => hash !== undefined);
    return {
      repository,
      digest,
      tags,
      pushedAt,
      ...(content !== undefined && { content }),
      current: synthesized.some((image) => image.repository === repository && image.content === content),
      usedBy: users(digest),
      expiry,
    };
  });
  const missing = synthesized
    .filter(
      ({ repository, content }) =>
        !pushed.some((row) => row.repository === repository && row.content === content),
    )
    .map(
      ({ repository, content }): ImageRow => ({ repository, tags: [], content, current: true, usedBy: [] }),
    );
  return [...missing, ...goneRows(images, uses, users, isRepository), ...pushed].sort(
    (one, other) =>
      compareTexts(one.repository, other.repository) ||
      compareTexts(other.pushedAt ?? "9", one.pushedAt ?? "9") ||
      compareTexts(one.digest ?? "", other.digest ?? ""),
  );
}

/** The order of users. */
const KINDS: readonly ImageUse["kind"][] = ["function", "alias", "version"];

/** Images that are run and don't exist. An old version that no alias refers to may lose its image. */
function goneRows(
  images: readonly RepositoryImage[],
  uses: readonly ImageUse[],
  users: (digest: string) => string[],
  isRepository: (name: string) => boolean,
): ImageRow[] {
  const existing = new Set(images.map(({ repository, digest }) => `${repository}@${digest}`));
  const gone = new Map<string, ImageRow>();
  for (const { kind, digest, repository } of uses) {
    if (kind === "version" || repository === undefined || !isRepository(repository)) {
      continue;
    }
    const name = `${repository}@${digest}`;
    if (!existing.has(name)) {
      gone.set(name, {
        repository,
        digest,
        tags: [],
        current: false,
        usedBy: users(digest),
        expiry: { state: "gone" },
      });
    }
  }
  return [...gone.values()];
}
