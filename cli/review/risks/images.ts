import { commandLine } from "../../command-line";
import { reviewImages } from "../functions";
import type { Risk } from "../risk";
import { nameOf, type Stack } from "../stack";
import type { ImageReview, PushReason } from "../summary";
import { listOf, type Text, text } from "../text";

interface Rule extends Pick<Risk, "code" | "severity"> {
  /** Continues the sentence "The image of x …". */
  readonly why: string;
}

const UNCHANGED = { code: "image-pushed-unchanged", severity: "medium" } as const;

/** Reasons for a push other than a change. */
const RULES: Readonly<Partial<Record<PushReason, Rule>>> = {
  gone: {
    code: "image-gone",
    severity: "medium",
    why: "was not found in its registry, so it is built and pushed again",
  },
  "new-resource": { code: "image-new", severity: "note", why: "is built and pushed" },
  repository: { ...UNCHANGED, why: "is pushed into a repository that is replaced" },
  "build-settings": {
    ...UNCHANGED,
    why: "is built with other settings, after an update of the provider or of this project",
  },
  requested: {
    ...UNCHANGED,
    why: `is pushed because of -replace, which ${commandLine("plan")} adds when an image is missing from its repository`,
  },
  tainted: { ...UNCHANGED, why: "could not be pushed by an earlier apply" },
};

/** Images that are pushed although none of their inputs changed. */
export function imageRisks(stack: Stack): Risk[] {
  return reviewImages(stack).flatMap(({ image, usedBy }): Risk[] => {
    const rule = RULES[image.pushed];
    if (!rule) {
      return [];
    }
    const { code, severity, why } = rule;
    const names = usedBy.map(nameOf);
    const of: Text = names.length > 0 ? text` of ${listOf(names)}` : [];
    const unchanged: Text =
      image.pushed === "gone" && isUnchanged(image) ? [", although no file changed"] : [];
    return [{ code, severity, address: image.address, what: text`The image${of} ${[why]}${unchanged}.` }];
  });
}

function isUnchanged({ files, options, hidden }: ImageReview): boolean {
  return !hidden && files.added.length + files.changed.length + files.removed.length + options.length === 0;
}
