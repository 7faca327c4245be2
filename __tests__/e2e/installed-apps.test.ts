import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { packPackage, run, succeed, versions, writeFiles } from "./installed-package";

// The package as it is published, in existing apps: one written by `cdktf init` (npm, ts-node), and a pnpm workspace
// with an app of functions and one of raw resources (tsx).

const PROJECT = path.resolve(__dirname, "../..");
/** CDKTF's own template of an app in TypeScript. */
const TEMPLATE = path.join(PROJECT, "node_modules/@cdktf/cli-core/templates/typescript");
const CDKTF_CLI = path.join(PROJECT, "node_modules/.bin/cdktf");
const PNPM = path.join(PROJECT, "node_modules/.bin/pnpm");
const PEERS = versions("cdktf", "constructs", "@cdktf/provider-aws", "@cdktf/provider-docker");

const FUNCTION_APP = `
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AwsEnvironment, DockerImageCode, DockerImageFunction, DockerProviderBuilder } from "cdktf-lambda-images";

const app = new App();
const stack = new TerraformStack(app, "api");
new AwsProvider(stack, "aws", { region: "eu-west-1" });
AwsEnvironment.define(stack, { account: "111111111111", region: "eu-west-1", namePrefix: "shop" });
DockerProviderBuilder.addTo(stack);
new DockerImageFunction(stack, "hello", { code: DockerImageCode.fromImageAsset("lambdas/hello") });
app.synth();
`;

const FUNCTION_FILES = {
  "lambdas/hello/Dockerfile":
    'FROM public.ecr.aws/lambda/python:3.13\nCOPY app.py ${LAMBDA_TASK_ROOT}/\nCMD ["app.handler"]\n',
  "lambdas/hello/.dockerignore": "*.md\n",
  "lambdas/hello/app.py": 'def handler(event, context):\n    return {"hello": event.get("name", "nobody")}\n',
};

/** An app without the package, with a backend in S3 and three AWS providers. */
const RAW_APP = `
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, S3Backend, TerraformStack } from "cdktf";

const app = new App();
const stack = new TerraformStack(app, "queues");
new S3Backend(stack, { bucket: "states", key: "queues.tfstate", region: "eu-central-1" });
new AwsProvider(stack, "aws", { region: "eu-central-1", profile: "nobody", allowedAccountIds: ["111111111111"] });
const us = new AwsProvider(stack, "us", {
  alias: "us",
  region: "us-east-1",
  assumeRole: [{ roleArn: "arn:aws:iam::111111111111:role/deploy" }],
});
const own = new AwsProvider(stack, "own", {
  alias: "own",
  region: "eu-west-1",
  endpoints: [{ sqs: "https://sqs.eu-west-1.amazonaws.com" }],
});
new DynamodbTable(stack, "Table", {
  name: "orders",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "id",
  attribute: [{ name: "id", type: "S" }],
});
new SnsTopic(stack, "Topic", { name: "in-us", provider: us });
new SqsQueue(stack, "Queue", { name: "of-its-own", provider: own });
app.synth();
`;

const root = mkdtempSync(path.join(tmpdir(), "apps-"));
const template = path.join(root, "template");
const workspace = path.join(root, "workspace");
const api = path.join(workspace, "apps/api");
const queues = path.join(workspace, "apps/queues");

beforeAll(async () => {
  const tarball = packPackage();
  cpSync(TEMPLATE, template, { recursive: true });
  const cdktfJson = readFileSync(path.join(template, "cdktf.json"), "utf8");
  writeFiles(template, {
    "cdktf.json": cdktfJson
      .replace("{{projectId}}", "5b1c2f1e-0000-4000-8000-000000000000")
      .replace("{{sendCrashReports}}", "false")
      .replace("{{futureFlags}}", ""),
    "package.json": {
      name: "template",
      version: "1.0.0",
      private: true,
      dependencies: { ...PEERS, "cdktf-lambda-images": `file:${tarball}` },
      devDependencies: { "ts-node": "10.9.2", ...versions("@types/node", "@types/jest", "typescript") },
    },
    "main.ts": FUNCTION_APP,
    ...FUNCTION_FILES,
  });
  const cdktf = { language: "typescript", app: "npx tsx main.ts", sendCrashReports: "false" };
  const dependencies = { ...PEERS, "cdktf-lambda-images": `file:${tarball}` };
  writeFiles(workspace, {
    "package.json": { name: "workspace", private: true },
    "pnpm-workspace.yaml": "packages:\n  - apps/*\n",
    "apps/api/package.json": { name: "api", private: true, dependencies, devDependencies: versions("tsx") },
    "apps/api/cdktf.json": cdktf,
    "apps/api/main.ts": FUNCTION_APP,
    ...Object.fromEntries(Object.entries(FUNCTION_FILES).map(([name, text]) => [`apps/api/${name}`, text])),
    "apps/queues/package.json": {
      name: "queues",
      private: true,
      dependencies,
      devDependencies: versions("tsx"),
    },
    "apps/queues/cdktf.json": cdktf,
    "apps/queues/main.ts": RAW_APP,
  });
  await Promise.all([
    succeed("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: template }),
    succeed(PNPM, ["install", "--prefer-offline"], { cwd: workspace }),
  ]);
});

afterAll(async () => {
  for (const folder of [template, api, queues]) {
    await run("npx", ["lambda-images", "down"], { cwd: folder });
  }
  rmSync(root, { recursive: true, force: true });
});

test("an app of cdktf init: its strict tsconfig.json passes, and cdktf synthesizes it", async () => {
  const tsc = path.join(template, "node_modules/.bin/tsc");
  expect(await succeed(tsc, ["--noEmit", "-p", "."], { cwd: template })).toBe("");
  // Also checks the declarations themselves, except for those of CDKTF's packages, which its template skips.
  const all = await run(tsc, ["--noEmit", "-p", ".", "--skipLibCheck", "false"], { cwd: template });
  expect(all.text.split("\n").filter((line) => line.includes("cdktf-lambda-images"))).toEqual([]);
  const text = await succeed(process.execPath, [CDKTF_CLI, "synth"], { cwd: template });
  expect(text).toContain("Generated Terraform code for the stacks: api");
  const stack = readFileSync(path.join(template, "cdktf.out/stacks/api/cdk.tf.json"), "utf8");
  expect(stack).toContain("111111111111.dkr.ecr.eu-west-1.amazonaws.com");
});

test.each([
  ["ts-node, npm", template, [] as string[], template],
  ["tsx, in a folder of a pnpm workspace", api, ["--project", "apps/api"], workspace],
])(
  "an app of functions (%s) deploys, answers, plans no changes, and goes down",
  async (_, folder, project, cwd) => {
    const command = path.join(folder, "node_modules/.bin/lambda-images");
    const cli = (...args: string[]) => succeed(command, [...project, ...args], { cwd });
    expect(await succeed("npx", ["lambda-images", "--help"], { cwd: folder })).toContain("init [folder]");
    const text = await cli("local");
    expect(text).toMatch(/✓ Deployed api: 1 built and pushed/);
    expect(text).toContain("shop-hello is deployed");
    expect(await cli("invoke", "hello", '{"name": "you"}')).toContain('"hello": "you"');
    expect(await cli("logs", "hello")).toContain("REPORT RequestId");
    expect(await cli("plan", "--local-aws")).toContain("Planned api: No changes");
    expect(await cli("images", "--local-aws")).toMatch(/shop\/hello[\s\S]*the present folder.*shop-hello/);
    // The stack for AWS is not affected.
    expect(readdirSync(folder)).not.toContain("terraform.api.tfstate");
    expect(await cli("down")).toContain("Stopped the emulator");
  },
);

describe("an app of raw resources, with providers that lead to AWS", () => {
  const asked: string[] = [];
  let proxy: Server;
  let env: Record<string, string>;

  beforeAll(async () => {
    // Catches all requests that would leave this machine.
    proxy = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (data) => {
        asked.push(data.toString("latin1").split("\r\n")[0] as string);
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    env = {
      HTTPS_PROXY: url,
      HTTP_PROXY: url,
      // The user's own credentials and endpoints.
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.eu-central-1.amazonaws.com",
      AWS_MAX_ATTEMPTS: "1",
    };
  });
  afterAll(() => proxy.close());

  const ofAws = () => asked.filter((line) => /amazonaws\.com|api\.aws/.test(line));
  const cli = (...args: string[]) =>
    run(path.join(queues, "node_modules/.bin/lambda-images"), args, { cwd: queues, env });

  test("is deployed to the local AWS unchanged, and sends no request to AWS", async () => {
    const { code, text } = await cli("local");
    expect(text).toContain("✓ Deployed queues");
    expect(code).toBe(0);
    const state = readFileSync(path.join(queues, ".local/states/queues.tfstate"), "utf8");
    for (const arn of ["sns:us-east-1:000000000000:in-us", "sqs:eu-west-1:000000000000:of-its-own"]) {
      expect(state).toContain(`arn:aws:${arn}`);
    }
    expect(await cli("plan", "--local-aws")).toMatchObject({ code: 0 });
    expect(ofAws()).toEqual([]);
  });

  test("would have sent requests to AWS without the override file", async () => {
    const folder = path.join(root, "bare");
    cpSync(path.join(queues, ".local/cdktf.out/stacks/queues"), folder, { recursive: true });
    rmSync(path.join(folder, "local_override.tf.json"));
    rmSync(path.join(folder, ".terraform/terraform.tfstate"), { force: true });
    const stack = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
    const [first, ...others] = stack.provider.aws;
    delete first.profile;
    stack.provider.aws = [first, ...others];
    stack.terraform.backend = { local: { path: "bare.tfstate" } };
    stack.terraform.required_providers.aws.version = ">= 5.0.0";
    writeFiles(folder, { "cdk.tf.json": stack });
    const own = { ...process.env, ...env, TF_CLI_CONFIG_FILE: path.join(queues, ".local/terraform.rc") };
    await succeed("terraform", ["init", "-input=false"], {
      cwd: folder,
      env: { TF_CLI_CONFIG_FILE: own.TF_CLI_CONFIG_FILE },
    });
    // The provider would try for minutes.
    const plan = spawn("terraform", ["plan", "-input=false"], {
      cwd: folder,
      env: own,
      stdio: "ignore",
      // Its providers are in its group.
      detached: true,
    });
    const ended = once(plan, "close");
    for (let waited = 0; waited < 120 && plan.exitCode === null && ofAws().length === 0; waited++) {
      await sleep(500);
    }
    process.kill(-(plan.pid as number), "SIGKILL");
    await ended;
    expect(ofAws()).not.toEqual([]);
  });

  test("stops when a provider would reach anything else, until it is allowed by name", async () => {
    const main = path.join(queues, "main.ts");
    const before = readFileSync(main, "utf8");
    writeFiles(queues, {
      "main.ts": before.replace(
        "app.synth();",
        'stack.addOverride("terraform.required_providers.datadog", { source: "DataDog/datadog" });\napp.synth();',
      ),
    });
    const refused = await cli("local");
    expect(refused.code).toBe(1);
    expect(refused.text).toContain("queues: the provider DataDog/datadog");
    expect(refused.text).toContain("--allow-provider");
    // It is allowed, but this machine may not have it.
    const allowed = await cli("local", "--allow-provider", "DataDog/datadog");
    expect(allowed.text).not.toContain("Nothing was deployed");
    writeFiles(queues, { "main.ts": before });
  });
});
