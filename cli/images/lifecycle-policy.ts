import { compareTexts } from "../compare-texts";
/** The facts of an image that lifecycle rules look at. Times are ISO 8601. */
export interface LifecycleImage {
  /** `sha256:…` */
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: string;
  /** @default - it was never pulled */
  readonly pulledAt?: string;
  /** @default - it was never in the archive */
  readonly archivedAt?: string;
  /** The last time that it was restored from the archive. @default - never */
  readonly restoredAt?: string;
  /** Whether it is in the archive now, from which Lambda can't pull. @default false */
  readonly archived?: boolean;
}

/** The part of a rule that the evaluation needs. */
export interface LifecycleRule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: "tagged" | "untagged" | "any";
    /** Patterns with `*`. */
    readonly tagPatternList?: readonly string[];
    readonly tagPrefixList?: readonly string[];
    /** @default "standard" */
    readonly storageClass?: "standard" | "archive";
    /** `imageCountMoreThan`, or an age: `sinceImagePushed`, `sinceImagePulled`, `sinceImageTransitioned`. */
    readonly countType: string;
    /** Images, or days. */
    readonly countNumber: number;
  };
}

/** The policy as ECR's GetLifecyclePolicy returns it. */
export interface LifecyclePolicy {
  readonly rules: readonly LifecycleRule[];
}

/** What a lifecycle policy does with an image. */
export type Expiry =
  | {
      readonly state: "never";
      /** The priority of the rule that protects it. @default - no rule selects it */
      readonly rule?: number;
    }
  | ({
      /** `soon`: among the last tenth of what the rule keeps. `due`: it expires or is archived within 24 hours. */
      readonly state: "kept" | "soon" | "due";
      /** The priority of the rule that decides. */
      readonly rule: number;
    } & (
      | {
          /** Its place among the images that the rule selects. The newest is 1. */
          readonly position: number;
          /** How many images the rule keeps. */
          readonly maxImageCount: number;
        }
      | { readonly ageInDays: number; readonly maxAgeInDays: number }
    ));

const DAY = 24 * 60 * 60 * 1000;
/** The last tenth of what a rule keeps expires next. */
const LAST_PART = 10;

/**
 * Evaluates a lifecycle policy for all images of a repository, by ECR's documented rules (Amazon ECR User Guide, "Lifecycle policy evaluation
 * rules", "Lifecycle policy properties" and the examples, read 2026-11-28):
 * - All rules are evaluated at the same time, and then applied by priority: the lowest number first.
 * - An image is expired or archived by one rule or none. One that matches the tagging requirements of a rule can't be expired by a rule of
 *   lower priority. So the first rule that selects an image decides, and the others never do.
 * - Rules still see the images of rules before them. So a protected image takes a place among the newest 50 of the counting rule, if it is one
 *   of them.
 * - A rule with `tagPatternList` or `tagPrefixList` selects images that match all of its entries, each by any of their tags. Only `*` in a
 *   pattern is a wildcard.
 * - `imageCountMoreThan`: sorted from the youngest to the oldest push, all images beyond the number expire. An image that was restored
 *   from the archive counts from then.
 * - `sinceImagePushed`, `sinceImagePulled` (a push, if there was no pull) and `sinceImageTransitioned`: images older than this many days.
 * - A rule selects images of one storage class.
 *
 * An image that is part of a manifest list can't expire before the list. Lambda runs no lists, so this is not evaluated.
 *
 * @returns what happens to each image, by digest
 */
export function evaluateLifecycle(
  policy: LifecyclePolicy,
  images: readonly LifecycleImage[],
  now: Date,
): Map<string, Expiry> {
  const expiries = new Map<string, Expiry>();
  const rules = [...policy.rules].sort((one, other) => one.rulePriority - other.rulePriority);
  for (const rule of rules) {
    const selected = images
      .filter((image) => selects(rule, image))
      .sort(
        (one, other) =>
          compareTexts(pushTime(other), pushTime(one)) || compareTexts(one.digest, other.digest),
      );
    for (const [index, image] of selected.entries()) {
      if (!expiries.has(image.digest)) {
        expiries.set(image.digest, expiryBy(rule, image, index + 1, now));
      }
    }
  }
  for (const { digest } of images) {
    if (!expiries.has(digest)) {
      expiries.set(digest, { state: "never" });
    }
  }
  return expiries;
}

function selects({ selection }: LifecycleRule, { tags, archived = false }: LifecycleImage): boolean {
  if (((selection.storageClass ?? "standard") === "archive") !== archived) {
    return false;
  }
  switch (selection.tagStatus) {
    case "any":
      return true;
    case "untagged":
      return tags.length === 0;
    case "tagged":
      return (
        tags.length > 0 &&
        (selection.tagPatternList ?? []).every((pattern) => tags.some((tag) => matches(pattern, tag))) &&
        (selection.tagPrefixList ?? []).every((prefix) => tags.some((tag) => tag.startsWith(prefix)))
      );
  }
}

function matches(pattern: string, tag: string): boolean {
  const texts = pattern.split("*").map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${texts.join(".*")}$`, "s").test(tag);
}

function expiryBy(
  { rulePriority: rule, selection }: LifecycleRule,
  image: LifecycleImage,
  position: number,
  now: Date,
): Expiry {
  const { countType, countNumber, tagPatternList = [] } = selection;
  if (countType === "imageCountMoreThan") {
    // A tag is on one image of a repository. So a rule that names a whole tag selects at most one image.
    return tagPatternList.some((pattern) => !pattern.includes("*"))
      ? { state: "never", rule }
      : { state: stateOf(position, countNumber), rule, position, maxImageCount: countNumber };
  }
  const age = (now.getTime() - Date.parse(ageFrom(countType, image))) / DAY;
  return {
    state: stateOf(age, countNumber),
    rule,
    ageInDays: Math.floor(age),
    maxAgeInDays: countNumber,
  };
}

function stateOf(used: number, limit: number): "kept" | "soon" | "due" {
  return used > limit ? "due" : used * LAST_PART > limit * (LAST_PART - 1) ? "soon" : "kept";
}

/** The time of the push. An image that was restored from the archive counts from its restoration. */
function pushTime({ pushedAt, restoredAt }: LifecycleImage): string {
  return restoredAt ?? pushedAt;
}

function ageFrom(countType: string, image: LifecycleImage): string {
  const { pulledAt, archivedAt } = image;
  const pushed = pushTime(image);
  switch (countType) {
    case "sinceImagePulled":
      return pulledAt !== undefined && pulledAt > pushed ? pulledAt : pushed;
    case "sinceImageTransitioned":
      return archivedAt ?? pushed;
    default:
      return pushed;
  }
}
