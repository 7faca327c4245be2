import { Token } from "cdktf";
import type { Construct } from "constructs";

/** ECR allows this many rules in one lifecycle policy (Amazon ECR User Guide, "Amazon ECR service quotas", read 2026-11-24). */
export const MAX_LIFECYCLE_RULES = 50;

/**
 * The priority of the first rule that counts images. The rules that protect tags come before it. So a promotion adds one rule to the
 * policy and changes no other. Priorities needn't be consecutive (Amazon ECR User Guide, "Lifecycle policy properties", read 2026-11-28).
 */
const FIRST_COUNTING_RULE = MAX_LIFECYCLE_RULES + 1;

/** What the lifecycle policy of a repository keeps. */
export interface LifecycleRules {
  /** The tags of images that never expire. */
  readonly protectedTags: readonly string[];
  /** The prefixes whose images are counted separately. An empty prefix counts all images. */
  readonly tagPrefixes: readonly string[];
  /** How many images of each prefix are kept. */
  readonly maxImageCount: number;
}

/**
 * The lifecycle policy, as ECR wants it. An image that a rule selects can't be expired by a rule of lower priority (a higher number;
 * Amazon ECR User Guide, "Lifecycle policy evaluation rules", read 2026-11-28). So each protected tag has a rule of its own in front of those
 * that count: it selects the one image with this tag, and expires images only when there is more than one. One rule can't have all
 * tags, since a list of patterns selects the images that match all of them.
 */
export function lifecyclePolicyText({ protectedTags, tagPrefixes, maxImageCount }: LifecycleRules): string {
  return JSON.stringify({
    rules: [
      ...protectedTags.map((tag, index) =>
        rule(index + 1, `Protect ${tag}`, { tagStatus: "tagged", tagPatternList: [tag] }, 1),
      ),
      ...tagPrefixes.map((prefix, index) =>
        rule(
          FIRST_COUNTING_RULE + index,
          `Keep the newest ${maxImageCount} images${prefix && ` of ${prefix.slice(0, -1)}`}`,
          prefix ? { tagStatus: "tagged", tagPrefixList: [prefix] } : { tagStatus: "any" },
          maxImageCount,
        ),
      ),
    ],
  });
}

function rule(
  rulePriority: number,
  description: string,
  selected: Readonly<Record<string, unknown>>,
  countNumber: number,
) {
  return {
    rulePriority,
    description,
    selection: { ...selected, countType: "imageCountMoreThan", countNumber },
    action: { type: "expire" },
  };
}

/** OCI Distribution Specification 1.1, "Pulling manifests" (read 2026-11-28). ECR's wildcard `*` is not among the characters. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** @throws Error when it isn't the tag of one image. A tag that is known only to Terraform isn't checked. */
export function checkProtectedTag(construct: Construct, tag: string): void {
  if (Token.isUnresolved(tag) || TAG.test(tag)) {
    return;
  }
  const why = tag.startsWith("sha256:")
    ? "That is a digest, and a lifecycle policy knows only tags."
    : tag.includes("*")
      ? "A pattern would protect more and more images."
      : 'A tag has 1 to 128 letters, digits, "_", "." and "-", and doesn\'t begin with "." or "-".';
  throw new Error(
    `[${construct.node.path}] ${JSON.stringify(tag)} can't be protected: it is not the tag of an image. ${why} ` +
      "Give the whole tag, as `lambda-images images` prints it.",
  );
}
