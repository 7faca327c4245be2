import { toHtml } from "../../../cli/review/to-html";
import { COMMENT_LIMIT, toMarkdown } from "../../../cli/review/to-markdown";
import { manyFunctions } from "./many-functions";
import { planOf, review } from "./review";

/** GitHub's limit for the body of a comment. */
const GITHUB_LIMIT = 65_536;

const bytes = (text: string) => Buffer.byteLength(text);

describe("a page of very many changes", () => {
  const summary = review(manyFunctions("python-file-changed", 1_000));

  test("fits into a comment, and the cut content is counted", () => {
    const page = toMarkdown([summary]);
    expect(bytes(page)).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(bytes(page)).toBeGreaterThan(COMMENT_LIMIT * 0.97);
    expect(bytes(page)).toBeLessThan(GITHUB_LIMIT);
    const named = page.match(/^- `hello-local-fn-\d+`: changed$/gm)?.length ?? 0;
    const cut = Number((/and ([\d,]+) more functions/.exec(page)?.[1] ?? "0").replace(",", ""));
    expect(named + cut).toBe(1_000);
    expect(page).toContain("The apply builds and pushes 1,000 images");
  });

  test("is complete as HTML", () => {
    const page = toHtml([summary]);
    expect(page).toContain("hello-local-fn-0<");
    expect(page).toContain("hello-local-fn-999<");
    expect(page).not.toMatch(/\d more /);
  });
});

test("risks are cut after everything else", () => {
  const removed = review(manyFunctions("function-removed", 60));
  const serious = removed.risks.filter(({ severity }) => severity !== "note");
  const page = toMarkdown([removed]);
  expect(bytes(page)).toBeLessThanOrEqual(COMMENT_LIMIT);
  expect(page).toMatch(/and \d+ more resources/);
  for (const { address } of serious) {
    expect(page).toContain(`  - \`${address}\`:`);
  }
});

test("a page fits even when there are more risks or stacks than it can contain", () => {
  const removed = review(manyFunctions("function-removed", 400));
  const page = toMarkdown([removed]);
  expect(bytes(page)).toBeLessThanOrEqual(COMMENT_LIMIT);
  expect(page).toMatch(/and [\d,]+ more risks/);
  const stacks = Array.from({ length: 1_500 }, (_, index) => review("nothing-changed", `stack-${index}`));
  expect(bytes(toMarkdown(stacks))).toBeLessThanOrEqual(COMMENT_LIMIT);
  expect(toMarkdown(stacks)).toMatch(/and [\d,]+ more stacks/);
});

test("characters of several bytes are counted in bytes", () => {
  const plan = planOf(
    ...Array.from({ length: 500 }, (_, index) => ({
      name: `x${index}`,
      address: `aws_s3_object.x["${"🐍é".repeat(60)}${index}"]`,
      change: { actions: ["create"], before: null, after: {} },
    })),
  );
  expect(bytes(toMarkdown([review(plan)]))).toBeLessThanOrEqual(COMMENT_LIMIT);
});

test("several stacks: an overview first, then each", () => {
  const page = toMarkdown([review("function-removed", "a"), review("nothing-changed", "b")]);
  expect(page).toContain(`| Stack | Plan | To look at |
| --- | --- | --- |
| \`a\` | +0 ~0 -10 | ⚠ 3 |
| \`b\` | no changes |  |
`);
});
