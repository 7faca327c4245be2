import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, type TerraformStack } from "cdktf";
import { DockerImageAsset } from "../../lib";
import { type Environments, readEnvironment } from "../../stacks/environment";
import { EnvironmentStack, type EnvironmentStackOptions } from "../../stacks/environment-stack";
import { functionFolder } from "../synth";

const base = {
  account: "123456789012",
  region: "eu-central-1",
  namePrefix: "shop-dev",
  tags: { Team: "shop" },
};

const LOCAL = {
  "cdktf-lambda-images:local-aws": { registry: "localhost:4566", imageBuilder: "docker-cli" },
};

function synthStack(
  settings: Partial<Environments[string]>,
  build: (stack: TerraformStack) => void = () => undefined,
  options: EnvironmentStackOptions = {},
  context: Record<string, unknown> = {},
) {
  const outdir = mkdtempSync(path.join(tmpdir(), "synth-"));
  const app = new App({ outdir, context });
  const environment = readEnvironment({ dev: { ...base, backend: { type: "local" }, ...settings } }, "dev");
  build(new EnvironmentStack(app, "functions-dev", environment, options));
  app.synth();
  const folder = path.join(outdir, "stacks", "functions-dev");
  const text = readFileSync(path.join(folder, "cdk.tf.json"), "utf8");
  return { json: JSON.parse(text), text, folder };
}

describe("the backend of a stack", () => {
  test("local: a file named by a relative path", () => {
    const { path: state } = synthStack({ backend: { type: "local" } }).json.terraform.backend.local;
    expect(path.isAbsolute(state)).toBe(false);
    expect(state).toMatch(/^(\.\.\/)+.*terraform\.functions-dev\.tfstate$/);
  });

  test("S3: encrypted, with a lock file", () => {
    const { terraform } = synthStack({
      backend: { type: "s3", bucket: "states", region: "eu-west-1", keyPrefix: "shop/" },
    }).json;
    expect(terraform.backend.s3).toEqual({
      bucket: "states",
      region: "eu-west-1",
      key: "shop/functions-dev.tfstate",
      encrypt: true,
      use_lockfile: true,
    });
  });

  test("HCP Terraform: a workspace of the stack's name", () => {
    const { terraform } = synthStack({
      backend: { type: "hcp", organization: "acme", project: "shop", workspacePrefix: "shop-" },
    }).json;
    expect(terraform.cloud).toEqual({
      hostname: "app.terraform.io",
      organization: "acme",
      workspaces: { name: "shop-functions-dev", project: "shop" },
    });
  });

  test("HCP Terraform: images need a place that has Docker", () => {
    const image = (stack: TerraformStack) =>
      void new DockerImageAsset(stack, "hello", { directory: functionFolder() });
    const remote = { backend: { type: "hcp", organization: "acme", executionMode: "remote" } } as const;
    expect(() => synthStack(remote, image)).toThrow(
      /\[functions-dev\/hello\] would be built by HCP Terraform's own workers/,
    );
    expect(() => synthStack(remote, image, { executionMode: "agent" })).not.toThrow();
    expect(() => synthStack(remote)).not.toThrow();
    // On the local AWS it is this machine that builds.
    expect(() => synthStack(remote, image, {}, LOCAL)).not.toThrow();
  });
});

describe("the providers of a stack", () => {
  test("refuse the credentials of another account, and tag everything", () => {
    const [aws] = synthStack({}).json.provider.aws;
    expect(aws).toEqual({
      region: "eu-central-1",
      allowed_account_ids: ["123456789012"],
      default_tags: [{ tags: { Team: "shop" } }],
    });
  });

  test("admit AWS provider 5.100 and 6, but for a login that only 6 has", () => {
    const version = (settings: Partial<Environments[string]>) =>
      synthStack(settings).json.terraform.required_providers.aws.version;
    expect(version({ registryLogin: "docker-config" })).toBe(">= 5.100.0, < 7.0.0");
    expect(version({})).toBe(">= 6.22.0, < 7.0.0");
  });
});

describe("the lock of a stack's providers", () => {
  const project = process.cwd();
  const lock = "# A lock.\n";

  beforeEach(() => {
    process.chdir(mkdtempSync(path.join(tmpdir(), "project-")));
    mkdirSync("locks");
    writeFileSync("locks/functions-dev.lock.hcl", lock);
  });
  afterEach(() => process.chdir(project));

  test("is put beside the stack at each synth, where Terraform looks for it", () => {
    const { folder } = synthStack({});
    expect(readFileSync(path.join(folder, ".terraform.lock.hcl"), "utf8")).toBe(lock);
  });

  test("is none of the local AWS, nor of another stack", () => {
    const local = synthStack({}, undefined, {}, LOCAL).folder;
    expect(existsSync(path.join(local, ".terraform.lock.hcl"))).toBe(false);
    renameSync("locks/functions-dev.lock.hcl", "locks/functions-prod.lock.hcl");
    expect(existsSync(path.join(synthStack({}).folder, ".terraform.lock.hcl"))).toBe(false);
  });
});
