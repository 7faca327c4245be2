/** An image in a repository. */
export interface RepositoryImage {
  readonly repository: string;
  /** `sha256:…` */
  readonly digest: string;
  readonly tags: readonly string[];
  /** ISO 8601. */
  readonly pushedAt: string;
}

/** A function, or one of its aliases, and the image that it runs. */
export interface ImageUse {
  /** For example `shop-dev-python`, or `shop-dev-python:live` for an alias. */
  readonly name: string;
  /** `sha256:…` */
  readonly digest: string;
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
  readonly usedBy: readonly string[];
}

/** Both builders' tags: `<content>` or `<content>-<time of the plan>`, in a shared repository after `<function>.` */
const TAG = /^(?:[A-Za-z0-9_-]+\.)?([0-9a-f]{32}|[0-9a-f]{12}(?=-\d{14}$))(?:-\d{14})?$/;

/** The hash of the content in a tag. */
export function contentOf(tag: string): string | undefined {
  return TAG.exec(tag)?.[1];
}

/** All images, each repository's newest first. Images that are not pushed yet come before them. */
export function imageRows(
  images: readonly RepositoryImage[],
  uses: readonly ImageUse[],
  synthesized: readonly SynthesizedImage[],
): ImageRow[] {
  const pushed = images.map(({ repository, digest, tags, pushedAt }): ImageRow => {
    const content = tags.map(contentOf).find((hash) => hash !== undefined);
    return {
      repository,
      digest,
      tags,
      pushedAt,
      ...(content !== undefined && { content }),
      current: synthesized.some((image) => image.repository === repository && image.content === content),
      usedBy: uses.filter((use) => use.digest === digest).map(({ name }) => name),
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
  return [...missing, ...pushed].sort(
    (one, other) =>
      compare(one.repository, other.repository) ||
      compare(other.pushedAt ?? "9", one.pushedAt ?? "9") ||
      compare(one.digest ?? "", other.digest ?? ""),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
