import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { emptyRepository } from "./aws";
import { findBuilder } from "./buildkit";
import { Checkout, LOCAL_AWS, removeCheckouts } from "./checkout";

const STACK = "stacks/functions-stack.ts";
const SECRET = "planted-8d1f";

/** Each page shows a plan that Terraform made for the local AWS. */
describe("npm run review", () => {
  const checkout = new Checkout("review", { IMAGE_BUILDER: "docker-cli" });
  const original = checkout
    .read(STACK)
    .replace(
      'new DockerImageFunction(this, "python"',
      `new DockerImageFunction(this, "hello", {
      code: DockerImageCode.fromImageAsset("examples/hello", { repository }),
    });
    const python = new DockerImageFunction(this, "python"`,
    )
    .replace(
      'new DockerImageFunction(this, "hello"',
      `const repository = new Repository(this, "Shared", { repositoryName: "hello-dev/shared" });
    new DockerImageFunction(this, "hello"`,
    )
    .replace(
      "DockerImageCode, DockerImageFunction, Duration",
      "DockerImageCode, DockerImageFunction, Duration, Repository",
    )
    .replace(
      "import { S3Bucket }",
      'import { LambdaFunctionUrl } from "@cdktf/provider-aws/lib/lambda-function-url";\nimport { S3Bucket }',
    );

  afterAll(async () => {
    await checkout.npm("local:down");
    removeCheckouts();
  });

  /** The page of a plan of the stack with this change. */
  async function review(from?: string, to = ""): Promise<string> {
    if (from !== undefined && !original.includes(from)) {
      throw new Error(`${STACK} has no ${from}`);
    }
    checkout.write(STACK, from === undefined ? original : original.replace(from, () => to));
    const plan = await checkout.npm("plan", LOCAL_AWS);
    expect(plan.text).not.toContain("failed");
    const page = await checkout.succeed("review");
    for (const file of [".plans/review.md", ".plans/review.html", ".plans/review.json"]) {
      expect(checkout.read(file)).not.toContain(SECRET);
    }
    return page;
  }

  test("of a policy that is known only after the apply: its configuration is shown, and its fingerprint is unique", async () => {
    const policy = "initialPolicy: [";
    const narrow = await review(
      policy,
      `${policy} { actions: ["s3:ListBucket"], resources: [documents.arn] },`,
    );
    const fingerprint = checkout.read(".plans/functions-dev.fingerprint");
    expect(narrow).not.toContain("⚠");
    expect(narrow).toContain("it allows `s3:ListBucket` on `${aws_s3_bucket.Documents.arn}`");
    const wide = await review(policy, `${policy} { actions: ["*"], resources: ["*", documents.arn] },`);
    expect(wide).toMatch(
      /⚠ IAM policy[\s\S]*it allows `\*` on `\$\{aws_s3_bucket\.Documents\.arn\}` and `\*`/,
    );
    expect(checkout.read(".plans/functions-dev.fingerprint")).not.toBe(fingerprint);
  });

  test("of a first deploy: everything is created, two images are built", async () => {
    const page = await review();
    expect(page).toMatch(/### `functions-dev`: \+\d+ ~0 -0/);
    expect(page).toContain("builds and pushes 2 images");
    expect(page).toContain("`hello-dev-python`: new");
    // The example's policy is text, and the builder's command the usual one.
    expect(page).not.toMatch(/⚠|refers to what is made/);
    await checkout.succeed("local");
  });

  test("of no change", async () => {
    const page = await review();
    expect(page).toContain("### `functions-dev`: no changes");
    expect(page).not.toContain("⚠");
  });

  test("of one Python file changed: its name", async () => {
    const file = "lambdas/python/sample_code_2.py";
    const text = checkout.read(file);
    checkout.write(file, `${text}\n`);
    const page = await review();
    checkout.write(file, text);
    expect(page).toContain("changed `sample_code_2.py`");
    expect(page).not.toContain("sample_code_1.py");
    expect(page).toContain("build and push the image → update the function");
  });

  test("of only memory changed: no image", async () => {
    const page = await review("memorySize: 256", "memorySize: 512");
    expect(page).toMatch(/`256`.*`512`/);
    expect(page).not.toContain("builds and pushes");
  });

  test("of an environment variable: its name, never its value", async () => {
    const page = await review(
      "DOCUMENTS_BUCKET: documents.bucket",
      `DOCUMENTS_BUCKET: documents.bucket, GREETING: "${SECRET}"`,
    );
    expect(page).toContain("`GREETING`");
  });

  test("of a function URL that is public", async () => {
    const page = await review(
      "      ],\n    });\n  }",
      '      ],\n    });\n    new LambdaFunctionUrl(this, "Url", { functionName: python.functionName, authorizationType: "NONE" });\n  }',
    );
    expect(page).toMatch(/⚠ .*URL/);
  });

  test("of a policy that allows more", async () => {
    const page = await review('actions: ["s3:GetObject"]', 'actions: ["s3:*"]');
    expect(page).toMatch(/⚠ IAM policy allows more[\s\S]*`s3:\*`/);
  });

  test("of a function that is removed, with its log", async () => {
    const from = original.indexOf('    new DockerImageFunction(this, "hello"');
    const to = original.indexOf("    const python =");
    const page = await review(original.slice(from, to), "    void repository;\n");
    expect(page).toContain("`hello-dev-hello`: destroyed");
    expect(page).toMatch(/⚠[\s\S]*aws_cloudwatch_log_group/);
  });

  test("of a repository that is replaced, with its images", async () => {
    const page = await review('"hello-dev/shared"', '"hello-dev/renamed"');
    expect(page).toMatch(/replaced\)/);
    expect(page).toMatch(/⚠[\s\S]*aws_ecr_repository/);
  });

  test("shows nothing of a sensitive variable, or of a build secret", async () => {
    // Secrets need BuildKit: the machine's first docker client may have none.
    const buildKit = path.dirname(findBuilder().command);
    const secrets = {
      TF_VAR_greeting: SECRET,
      BUILD_TOKEN: SECRET,
      PATH: `${buildKit}${path.delimiter}${process.env.PATH}`,
    };
    checkout.write(
      STACK,
      original
        .replace(
          "import type { Construct }",
          'import { TerraformVariable } from "cdktf";\nimport type { Construct }',
        )
        .replace("DockerImageCode, ", "DockerBuildSecret, DockerImageCode, ")
        .replace(
          "DOCUMENTS_BUCKET: documents.bucket",
          'DOCUMENTS_BUCKET: documents.bucket, GREETING: new TerraformVariable(this, "greeting", { type: "string", sensitive: true }).stringValue',
        )
        .replace(
          'fromImageAsset("examples/hello", {',
          'fromImageAsset("examples/hello", { buildSecrets: { token: DockerBuildSecret.fromEnvironment("BUILD_TOKEN") },',
        ),
    );
    checkout.edit(
      "examples/hello/Dockerfile",
      "COPY . ",
      "RUN --mount=type=secret,id=token test -s /run/secrets/token\nCOPY . ",
    );
    const plan = await checkout.npm("plan", [...LOCAL_AWS, "--full"], secrets);
    expect(plan.text).toMatch(/"--secret token" += "env=BUILD_TOKEN"/);
    const page = await checkout.succeed("review", [], secrets);
    expect(page).toContain("`GREETING`");
    const applied = await checkout.succeed("local", [], secrets);
    expect(await checkout.invoke("hello", { name: "you" })).toBe("Hello, you!");
    const log = await checkout.succeed("local:logs", ["hello"], secrets);
    for (const text of [
      plan.text,
      page,
      checkout.read(".plans/review.html"),
      checkout.read(".plans/review.json"),
      applied,
      log,
    ]) {
      expect(text).not.toContain(SECRET);
    }
    for (const file of filesOf(path.join(checkout.folder, ".local/cdktf.out"))) {
      expect(readFileSync(file).includes(SECRET)).toBe(false);
    }
    checkout.edit(
      "examples/hello/Dockerfile",
      "RUN --mount=type=secret,id=token test -s /run/secrets/token\n",
      "",
    );
    await review();
    await checkout.succeed("local");
  });

  test("of an image that was deleted by hand", async () => {
    await emptyRepository(checkout, "hello-dev/python");
    const page = await review();
    expect(page).toContain("although no file changed");
  });
});

/** All files below a folder, except for Terraform's downloads. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".terraform"))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
