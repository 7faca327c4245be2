import { reviewImages } from "../functions";
import type { Risk } from "../risk";
import { nameOf, type Stack } from "../stack";
import type { ImageReview, PushReason } from "../summary";
import { listOf, type Text, text } from "../text";

/** Images that are pushed although nothing that they are made from changed. */
export function imageRisks(stack: Stack): Risk[] {
  return reviewImages(stack).flatMap(({ image, usedBy }): Risk[] => {
    const why = REASONS[image.pushed];
    if (!why) {
      return [];
    }
    const names = usedBy.map(nameOf);
    const unchanged: Text = isUnchanged(image) ? [", although no file changed"] : [];
    const of: Text = names.length > 0 ? text` of ${listOf(names)}` : [];
    return [
      {
        code: image.pushed === "gone" ? "image-gone" : "image-pushed-unchanged",
        severity: "medium",
        address: image.address,
        what: text`The image${of} ${[why]}${image.pushed === "gone" ? unchanged : []}.`,
      },
    ];
  });
}

function isUnchanged({ files, options, hidden }: ImageReview): boolean {
  return !hidden && files.added.length + files.changed.length + files.removed.length + options.length === 0;
}

const REASONS: Readonly<Partial<Record<PushReason, string>>> = {
  gone: "was not found in its registry, so it is built and pushed again",
  "new-resource":
    "is new to Terraform, though the function is not: another construct id or builder, or a state that lost it",
  repository: "goes into a repository that is made anew",
  "build-settings": "is built with other settings: an update of the provider, or of this project",
  requested: "was asked to be pushed (-replace), as npm run plan does when it is gone from its repository",
  tainted: "failed to be pushed by an earlier apply",
};
