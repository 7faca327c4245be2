import { shortDigest } from "../short-digest";
import { contentOf, type ImageRow } from "./image-list";

/** When an image expires, for a table: `12 of 50 (rule 51)`, `never (rule 1)`. */
export function expiryText(expiry: ImageRow["expiry"]): string {
  if (expiry === undefined) {
    return "";
  }
  switch (expiry.state) {
    case "gone":
      return "gone";
    case "never":
      return expiry.rule === undefined ? "never" : `never (rule ${expiry.rule})`;
    default: {
      const place =
        "position" in expiry
          ? `${expiry.position} of ${expiry.maxImageCount}`
          : `${expiry.ageInDays} of ${expiry.maxAgeInDays} days`;
      return `${place} (rule ${expiry.rule})${expiry.state === "kept" ? "" : `, ${expiry.state}`}`;
    }
  }
}

/** A warning for each image that is run and expires next, or is gone. */
export function expiryWarnings(rows: readonly ImageRow[]): string[] {
  return rows.flatMap(({ repository, digest = "", tags, usedBy, expiry }) => {
    if (usedBy.length === 0 || expiry === undefined) {
      return [];
    }
    const runs = `${usedBy.join(", ")} ${usedBy.length === 1 ? "runs" : "run"} ${shortDigest(digest)} of ${repository}`;
    switch (expiry.state) {
      case "gone":
        return [
          `${runs}, which is not there any more. Lambda fails when it has to pull it again, for example after some weeks without an ` +
            "invocation. Deploy another image.",
        ];
      case "soon":
      case "due": {
        const [tag] = [...tags.filter((name) => contentOf(name) !== undefined), ...tags];
        const fix =
          tag === undefined
            ? "It has no tag, so no rule can protect it. Give it one, and protect that."
            : `Protect it where its repository or its image is written: protectedTags: [${JSON.stringify(tag)}]`;
        return [`${runs}, which ${whenText(expiry)}. ${fix}`];
      }
      default:
        return [];
    }
  });
}

type Expiring = Extract<NonNullable<ImageRow["expiry"]>, { state: "kept" | "soon" | "due" }>;

function whenText(expiry: Expiring): string {
  const when = expiry.state === "due" ? "expires within 24 hours" : "is among the next to expire";
  return "position" in expiry
    ? `${when}: it is number ${expiry.position} of the images that rule ${expiry.rule} selects, and the rule keeps ${expiry.maxImageCount}`
    : `${when}: it is ${expiry.ageInDays} days old, and rule ${expiry.rule} keeps it for ${expiry.maxAgeInDays}`;
}
