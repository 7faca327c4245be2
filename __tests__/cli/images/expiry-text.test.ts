import { expiryText, expiryWarnings } from "../../../cli/images/expiry-text";
import type { ImageRow } from "../../../cli/images/image-list";

const TAG = "python.aaaaaaaaaaaa-20261101100000";

function row(expiry: ImageRow["expiry"], more: Partial<ImageRow> = {}): ImageRow {
  return {
    repository: "shop-dev/python",
    digest: `sha256:${"1".repeat(64)}`,
    tags: ["v1", TAG],
    current: false,
    usedBy: ["shop-dev-python:live", "shop-dev-python:12"],
    ...(expiry && { expiry }),
    ...more,
  };
}

test.each<[ImageRow["expiry"], string]>([
  [undefined, ""],
  [{ state: "gone" }, "gone"],
  [{ state: "never" }, "never"],
  [{ state: "never", rule: 1 }, "never (rule 1)"],
  [{ state: "kept", rule: 51, position: 12, maxImageCount: 50 }, "12 of 50 (rule 51)"],
  [{ state: "soon", rule: 51, position: 46, maxImageCount: 50 }, "46 of 50 (rule 51), soon"],
  [{ state: "due", rule: 1, ageInDays: 15, maxAgeInDays: 14 }, "15 of 14 days (rule 1), due"],
])("%j is shown as %j", (expiry, text) => {
  expect(expiryText(expiry)).toBe(text);
});

describe("a warning", () => {
  test("names who runs the image, its place, and the code that protects it", () => {
    expect(expiryWarnings([row({ state: "soon", rule: 51, position: 48, maxImageCount: 50 })])).toEqual([
      "shop-dev-python:live, shop-dev-python:12 run sha256:111111111111 of shop-dev/python, which is among the next to expire: " +
        "it is number 48 of the images that rule 51 selects, and the rule keeps 50. " +
        `Protect it where its repository or its image is written: protectedTags: ["${TAG}"]`,
    ]);
  });

  test("also comes for an image that is too old", () => {
    const [text] = expiryWarnings([
      row({ state: "due", rule: 1, ageInDays: 15, maxAgeInDays: 14 }, { usedBy: ["fn"] }),
    ]);
    expect(text).toMatch(
      /^fn runs .* expires within 24 hours: it is 15 days old, and rule 1 keeps it for 14\./,
    );
  });

  test("says that an image without a tag can't be protected", () => {
    const [text] = expiryWarnings([
      row({ state: "due", rule: 51, position: 51, maxImageCount: 50 }, { tags: [] }),
    ]);
    expect(text).toContain("It has no tag, so no rule can protect it.");
  });

  test("comes for an image that is gone", () => {
    const [text] = expiryWarnings([row({ state: "gone" }, { usedBy: ["shop-dev-python"] })]);
    expect(text).toMatch(
      /^shop-dev-python runs sha256:1{12} of shop-dev\/python, which is not there any more\./,
    );
  });

  test("doesn't come for an image that nobody runs, that is safe, or that isn't pushed", () => {
    expect(
      expiryWarnings([
        row({ state: "due", rule: 51, position: 60, maxImageCount: 50 }, { usedBy: [] }),
        row({ state: "kept", rule: 51, position: 45, maxImageCount: 50 }),
        row({ state: "never", rule: 1 }),
        row(undefined),
      ]),
    ).toEqual([]);
  });
});
