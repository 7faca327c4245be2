import { readdirSync } from "node:fs";
import path from "node:path";
import { onlyNamed, toTerminal } from "../../../cli/review/to-terminal";
import { planOf, review } from "./review";

const PLANS = readdirSync(path.join(__dirname, "plans")).map((file) => path.basename(file, ".json"));
const strong = (text: string) => `<${text}>`;
const plain = { columns: 80, strong: (text: string) => text };

describe.each([80, 120])("at %i columns", (columns) => {
  test.each(PLANS)("%s fits: only a word that is longer gets a longer line", (name) => {
    const lines = toTerminal(review(name), { ...plain, columns }).split("\n");
    for (const line of lines.filter((line) => line.length > columns)) {
      expect(line.trim().split(/\s+/).length).toBeLessThanOrEqual(2);
    }
    expect(lines.every((line) => line === line.trimEnd())).toBe(true);
  });
});

test("the risks come first, then the function and its changed file, then the rest", () => {
  expect(toTerminal(review("python-file-changed"), plain)).toBe(
    `functions-dev: +1 ~2 -1 (1 image pushed again)

The apply builds and pushes 1 image, so it needs Docker.

Functions

  hello-local-python: changed
    - Image: pushed again: changed sample_code_1.py
    - Apply: build and push the image → update the function → publish a version
      → shift alias live from version 1 to the new version

Outputs: changed python_image_uri`,
  );
});

test("headings and risks stand out", () => {
  const text = toTerminal(review("policy-widened"), { columns: 80, strong });
  expect(text).toContain("<functions-dev: +0 ~1 -0>");
  expect(text).toContain("<⚠> <IAM> <policy> <allows> <more.> Everyone who has the role");
});

test("a name can't change the terminal, or look like another line", () => {
  const plan = planOf({
    address: "aws_s3_bucket.a\u001B[2J\nfunctions-dev: no changes",
    type: "aws_s3_bucket",
    name: "a",
    change: { actions: ["create"], before: null, after: {} },
  });
  const text = toTerminal(review(plan), plain);
  expect(text).not.toContain("\u001B");
  expect(text).toContain("aws_s3_bucket.a\\u{1b}[2J\\nfunctions-dev:");
});

test("resources whose values the page doesn't show are known: all that change besides functions and images", () => {
  expect(onlyNamed(review("first-deploy"))).toEqual([]);
  expect(onlyNamed(review("memory-changed"))).toEqual([]);
  expect(onlyNamed(review("policy-widened"))).toEqual(["aws_iam_role_policy.python_Role_Policy_C9DB9726"]);
});
