import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { only } from "../synth";

/** Runs an example as `cdktf synth` does. @returns the folder of the stack */
function synthFolder(example: string, environment: string, stack: string): string {
  const outdir = mkdtempSync(path.join(tmpdir(), "example-"));
  execFileSync(process.execPath, ["cli/app/run-app.cjs", example], {
    env: { ...process.env, ENVIRONMENT: environment, CDKTF_OUTDIR: outdir },
  });
  return path.join(outdir, "stacks", stack);
}

// biome-ignore lint/suspicious/noExplicitAny: the JSON of a stack is what the tests look into
function readStack(folder: string): any {
  return JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function synth(example: string, environment: string, stack: string): any {
  return readStack(synthFolder(example, environment, stack));
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

describe("examples/shared-image.ts", () => {
  test("builds and pushes once, for functions with different handlers", () => {
    const json = synth("examples/shared-image.ts", "dev", "functions-dev");
    const [address] = Object.keys(json.resource.docker_registry_image);
    expect(Object.keys(json.resource.docker_registry_image)).toHaveLength(1);
    expect(Object.keys(json.resource.aws_ecr_repository)).toHaveLength(1);
    const functions = Object.values(json.resource.aws_lambda_function) as {
      readonly image_uri: string;
      readonly image_config: { readonly command: readonly string[] };
    }[];
    expect(functions.map(({ image_config }) => image_config.command)).toEqual([
      ["get_order.handler"],
      ["list_orders.handler"],
    ]);
    const [uri, ...others] = functions.map(({ image_uri }) => image_uri);
    expect(uri).toContain(`@\${docker_registry_image.${address}.sha256_digest}`);
    expect(others).toEqual([uri]);
  });
});

describe("examples/monorepo.ts", () => {
  const folder = synthFolder("examples/monorepo.ts", "dev", "functions-dev");
  const builds = Object.values(readStack(folder).resource.docker_registry_image).map(
    (image) => (image as { readonly build: readonly { context: string; dockerfile: string }[] }).build[0],
  );

  test.each(["hello", "bye"])("stages for %s its own files and the shared package", (service) => {
    const build = builds.find((each) => each?.dockerfile === `services/${service}/Dockerfile`);
    const staged = path.join(folder, build?.context as string);
    const files = readdirSync(staged, { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(path.join(staged, name)).isFile(),
    );
    expect(files.sort()).toEqual([
      "packages/greeting/__init__.py",
      `services/${service}/Dockerfile`,
      `services/${service}/Dockerfile.dockerignore`,
      `services/${service}/${service}.py`,
    ]);
  });
});

describe("examples/languages.ts", () => {
  test("builds an image for each function, and their folders have no problem", () => {
    const json = synth("examples/languages.ts", "dev", "languages-dev");
    expect(Object.values(json.resource.aws_lambda_function)).toEqual([
      expect.objectContaining({ function_name: "hello-dev-nodejs", package_type: "Image" }),
      expect.objectContaining({ function_name: "hello-dev-provided", package_type: "Image" }),
      expect.objectContaining({ function_name: "hello-dev-python-slim", package_type: "Image" }),
    ]);
    expect(Object.keys(json.resource.docker_registry_image)).toHaveLength(3);
  });
});

describe("examples/event-sources.ts", () => {
  test("has a mapping for each source that Lambda polls, and a permission for each that invokes", () => {
    const { resource } = synth("examples/event-sources.ts", "dev", "event-sources-dev");
    const count = (type: string) => Object.keys(resource[type]).length;
    expect(count("aws_lambda_event_source_mapping")).toBe(3);
    expect(count("aws_lambda_permission")).toBe(6);
    expect(count("aws_scheduler_schedule")).toBe(1);
  });
});
