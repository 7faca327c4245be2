import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { toHtml } from "../../../cli/review/to-html";
import { toJson } from "../../../cli/review/to-json";
import { toMarkdown } from "../../../cli/review/to-markdown";
import { planJson, review } from "./review";

/** The risks of a plan as `severity code`, the most severe first. */
function risks(plan: string): string[] {
  return review(plan).risks.map(({ severity, code }) => `${severity} ${code}`);
}

function page(plan: string): string {
  return toMarkdown([review(plan)]);
}

describe("a plan that Terraform made", () => {
  test("of a first deploy: the created resources, and no risk", () => {
    // For a policy that is known only after the apply, the configuration is shown.
    expect(risks("first-deploy")).toEqual(["note policy-by-reference"]);
    expect(page("first-deploy")).toContain(
      "it allows `s3:ListBucket` on `${aws_s3_bucket.Documents.arn}` and it allows `s3:GetObject` on `${aws_s3_bucket.Documents.arn}/*`.",
    );
    expect(page("first-deploy")).toContain("### `functions-dev`: +13 ~0 -0\n");
    expect(page("first-deploy")).toContain(`- \`hello-local-python\`: new
  - Image: pushed for the first time (6 files)
  - Settings: \`architectures\` \`x86_64\`, \`memory_size\` \`256\` and \`timeout\` \`30\`
  - Environment variables: added \`DOCUMENTS_BUCKET\`
  - Apply: build and push the image → create the function → publish a version
`);
  });

  test("with one Python file changed: that file, and the steps of an apply", () => {
    expect(page("python-file-changed")).toBe(`## Plan review

### \`functions-dev\`: +1 ~2 -1 (1 image pushed again)

The apply builds and pushes 1 image, so it needs Docker.

#### Functions

- \`hello-local-python\`: changed
  - Image: pushed again: changed \`sample_code_1.py\`
  - Apply: build and push the image → update the function → publish a version → shift alias \`live\` from version \`1\` to the new version

Outputs: changed \`python_image_uri\`
`);
  });

  test("of the docker CLI builder, with files changed, added and removed", () => {
    const [fn] = review("python-file-changed-docker-cli").functions;
    expect(fn?.image).toMatchObject({
      pushed: "files",
      files: { changed: ["sample_code_1.py"], added: ["new.py"], removed: ["sample_code_2.py"] },
      options: [],
    });
  });

  test("with only the memory changed: no image is pushed", () => {
    const [fn, ...more] = review("memory-changed").functions;
    expect(more).toEqual([]);
    expect(fn?.image).toBeUndefined();
    expect(fn?.settings).toEqual([{ name: "memory_size", before: "256", after: "512" }]);
    expect(fn?.steps.map(({ kind }) => kind)).toEqual(["update", "publish", "alias"]);
    expect(risks("memory-changed")).toEqual([]);
  });

  test("with environment variables changed: their names, not their values", () => {
    const [fn] = review("environment-changed").functions;
    expect(fn?.environment).toMatchObject({ added: ["TABLE"], changed: ["DOCUMENTS_BUCKET"], removed: [] });
    for (const text of [page("environment-changed"), toHtml([review("environment-changed")])]) {
      expect(text).toContain("DOCUMENTS_BUCKET");
      expect(text).not.toMatch(/changed-bucket-value|hunter2/);
    }
  });

  test("with a function URL made public: both the URL and its permission", () => {
    expect(risks("url-made-public")).toEqual(["high url-public", "high url-public"]);
  });

  test("with a policy widened: which actions and resources are new", () => {
    const [risk, ...more] = review("policy-widened").risks;
    expect(more).toEqual([]);
    expect(risk).toMatchObject({ severity: "high", code: "iam-widened" });
    expect(page("policy-widened")).toContain(
      "`hello-local-python-us-east-1` also allows the actions `s3:*` and the resources `*`.",
    );
  });

  test("of a first deploy with a policy that is known only after the apply: it is checked by its configuration", () => {
    expect(risks("policy-by-reference")).toEqual(["high iam-widened", "note policy-by-reference"]);
    expect(page("policy-by-reference")).toContain(
      "`hello-local-python-us-east-1` is new and has no limit: it allows `*` on `${aws_s3_bucket.Documents.arn}` and `*`.",
    );
  });

  test("with a role that another account may assume", () => {
    expect(risks("role-trust-widened")).toEqual(["high trust-widened"]);
    expect(page("role-trust-widened")).toContain("`AWS:arn:aws:iam::999999999999:root`");
  });

  test("with a function removed: the lost data comes first", () => {
    expect(risks("function-removed")).toEqual([
      "high data-destroyed",
      "high data-destroyed",
      "medium function-destroyed",
      "note output-removed",
      "note output-removed",
      "note output-removed",
    ]);
    expect(review("function-removed").functions.map(({ action }) => action)).toEqual(["delete"]);
  });

  test("with a function renamed: it is replaced, because of its name", () => {
    expect(risks("function-renamed")).toEqual(["high function-replaced"]);
    expect(page("function-renamed")).toContain(
      "`hello-local-python` is replaced, because `function_name` changes.",
    );
  });

  test("with a repository replaced: its images are lost, and pushed again although no file changed", () => {
    expect(risks("repository-replaced")).toEqual(["high data-destroyed", "medium image-pushed-unchanged"]);
    expect(page("repository-replaced")).toContain(
      "`hello-local/python` is replaced, because `name` changes.",
    );
    expect(page("repository-replaced")).toContain("+4 ~2 -4 (1 image pushed again, 3 replaced)");
  });

  test("with a log group replaced: the policy that names it can't be compared", () => {
    expect(risks("log-group-replaced")).toEqual(["high data-destroyed", "medium policy-unknown"]);
  });

  test("with nothing changed: no change is shown, even after a refresh with differences", () => {
    expect(review("nothing-changed").nothing).toBe(true);
    expect(page("nothing-changed")).toBe(`## Plan review

### \`functions-dev\`: no changes

The deployed resources match the configuration.
`);
  });

  test("with an image deleted from its registry by hand", () => {
    expect(risks("image-gone")).toEqual(["medium image-gone"]);
    expect(page("image-gone")).toContain("although no file changed");
    expect(review("image-gone").functions[0]?.image).toMatchObject({
      pushed: "gone",
      files: { added: [], changed: [], removed: [] },
    });
  });

  test("with an image that the docker CLI builder has to push again", () => {
    expect(risks("image-gone-docker-cli")).toEqual(["medium image-pushed-unchanged"]);
    expect(review("image-gone-docker-cli").functions[0]?.image?.pushed).toBe("requested");
  });

  test("with a setting changed outside Terraform: that setting, not values that AWS computes", () => {
    expect(risks("drift")).toEqual(["medium drift-reverted"]);
    expect(page("drift")).toContain("`memory_size` of `hello-local-python` was changed.");
  });

  test("that only refreshes: the changes made outside Terraform", () => {
    expect(risks("refresh-only")).toEqual(["note drift-recorded"]);
  });

  test("with weakened protections; an image that is only read again is not shown as pushed", () => {
    expect(risks("protection-lowered")).toEqual([
      "high concurrency-zero",
      "medium tags-mutable",
      "medium retention-lowered",
    ]);
    expect(page("protection-lowered")).toContain("no push is planned");
    expect(page("protection-lowered")).not.toContain("needs Docker");
  });

  test("with a check that fails", () => {
    expect(risks("check-failed")).toEqual(["medium check-failed"]);
    expect(page("check-failed")).toContain("`The function needs more memory.`");
  });

  test("with a resource that moved", () => {
    expect(risks("moved")).toEqual(["note moved"]);
    expect(page("moved")).toContain("+0 ~0 -0 (1 moved)");
  });

  test("that failed", () => {
    expect(risks("errored")).toEqual(["high plan-errored"]);
    expect(page("errored")).toContain("### `functions-dev`: the plan failed");
  });

  test("that is limited with -target", () => {
    expect(risks("targeted")).toEqual(["medium plan-incomplete"]);
  });

  test("that destroys everything: the bucket's block of public access is no separate risk", () => {
    expect(risks("destroy")).not.toContain("high public-access-unblocked");
    expect(risks("destroy").filter((risk) => risk === "high data-destroyed")).toHaveLength(3);
  });

  test("gives the same summary in any order of its resources", () => {
    for (const name of readdirSync(path.join(__dirname, "plans"))) {
      const plan = path.basename(name, ".json");
      const json = planJson(plan);
      json.resource_changes?.reverse();
      json.resource_drift?.reverse();
      expect(toJson([review(json)])).toBe(toJson([review(plan)]));
    }
  });
});

test("the sample in docs/review.md is what the command prints", () => {
  const sample = page("repository-replaced").replace(/^## Plan review\n\n/, "");
  expect(readFileSync("docs/review.md", "utf8")).toContain(`\n\`\`\`\n${sample.trim()}\n\`\`\`\n`);
});
