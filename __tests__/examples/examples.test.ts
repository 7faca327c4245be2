import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { only } from "../synth";

/** Runs an example as `cdktf synth` does. */
// biome-ignore lint/suspicious/noExplicitAny: the JSON of a stack is what the tests look into
function synth(example: string, environment: string, stack: string): any {
  const outdir = mkdtempSync(path.join(tmpdir(), "example-"));
  execFileSync(process.execPath, ["cli/app/run-app.cjs", example], {
    env: { ...process.env, ENVIRONMENT: environment, CDKTF_OUTDIR: outdir },
  });
  return JSON.parse(readFileSync(path.join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
}

describe("examples/promotion.ts", () => {
  test("builds in dev, in a repository that prod may pull from", () => {
    const json = synth("examples/promotion.ts", "dev", "functions-dev");
    expect(only(json, "docker_registry_image").name).toMatch(/\/\$\{aws_ecr_repository\..*\}:hello\./);
    expect(only(json, "aws_ecr_repository_policy").policy).toContain("arn:aws:iam::222222222222:root");
    const { rules } = JSON.parse(only(json, "aws_ecr_lifecycle_policy").policy);
    expect(rules.map(({ selection }: { selection: object }) => selection)).toMatchObject([
      { tagPatternList: [expect.stringMatching(/^hello\.[0-9a-f]{12}-\d{14}$/)] },
      { tagPatternList: [expect.stringMatching(/^hello\.[0-9a-f]{12}-\d{14}$/)] },
      { tagPrefixList: ["hello."], countNumber: 50 },
    ]);
  });

  test("builds nothing in prod, and runs dev's image by its digest", () => {
    const json = synth("examples/promotion.ts", "prod", "functions-prod");
    expect(json.resource.docker_registry_image).toBeUndefined();
    expect(json.terraform.required_providers.docker).toBeUndefined();
    expect(only(json, "aws_lambda_function").image_uri).toMatch(
      /^111111111111\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/hello-dev\/hello@sha256:[0-9a-f]{64}$/,
    );
  });
});

describe("examples/split-stacks.ts", () => {
  test("has all that needs Docker in the stack of images", () => {
    expect(synth("examples/split-stacks.ts", "dev", "images-dev").resource).toHaveProperty(
      "docker_registry_image",
    );
    const { resource, terraform, ephemeral } = synth("examples/split-stacks.ts", "dev", "functions-dev");
    expect(Object.keys(resource).sort()).toEqual([
      "aws_cloudwatch_log_group",
      "aws_iam_role",
      "aws_iam_role_policy",
      "aws_lambda_function",
    ]);
    expect(terraform.required_providers.docker).toBeUndefined();
    expect(ephemeral).toBeUndefined();
  });
});
