import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Testing } from "cdktf";
import { appFiles, appName } from "../../../cli/init/app-files";
import { writeFiles } from "../../../cli/init/make-whole";
import { ownPackage } from "../../../cli/init/own-package";

const PROJECT = path.resolve(__dirname, "../../..");
const APP = { name: "shop", projectId: "an id", packageSpec: "1.2.3", workflows: false };
const own = ownPackage();
const files = appFiles(APP, own);
const withWorkflows = appFiles({ ...APP, workflows: true }, own);

function text(file: string, of = files): string {
  const found = of.get(file);
  if (found === undefined) throw new Error(`the app has no ${file}`);
  return found;
}

describe("the files of a new app", () => {
  test("are few, including npm's lock, and can be read in ten minutes", () => {
    expect(withWorkflows.size + 1).toBeLessThanOrEqual(25);
    const lines = [...files.values()].join("").split("\n").length;
    expect(lines).toBeLessThan(500);
  });

  test("are all that such an app has", () => {
    expect([...withWorkflows.keys()].sort()).toEqual([
      ".checkov.yaml",
      ".github/renovate.json",
      ".github/workflows/deploy-environment.yml",
      ".github/workflows/deploy.yml",
      ".github/workflows/pull-request.yml",
      ".gitignore",
      ".vscode/launch.json",
      "__tests__/functions-stack.test.ts",
      "cdktf.json",
      "environments.ts",
      "help",
      "lambdas/python/.dockerignore",
      "lambdas/python/Dockerfile",
      "lambdas/python/event.json",
      "lambdas/python/lambda_function.py",
      "lambdas/python/requirements.txt",
      "lambdas/python/sample_code_1.py",
      "lambdas/python/sample_code_2.py",
      "main.ts",
      "package.json",
      "stacks/environment-stack.ts",
      "stacks/environment.ts",
      "stacks/functions-stack.ts",
      "tsconfig.json",
    ]);
  });

  test("have no workflows unless they are asked for", () => {
    expect([...files.keys()].filter((file) => file.startsWith(".github"))).toEqual([]);
  });

  test("have no placeholders of the template left", () => {
    expect([...withWorkflows.values()].join("\n")).not.toMatch(/my-app|my-cdktf-version/);
  });

  test("name the resources in AWS after the app", () => {
    expect(text("environments.ts")).toContain('namePrefix: "shop-dev"');
  });

  test("keep the state of dev in a file, and in a bucket when GitHub deploys", () => {
    expect(text("environments.ts")).toContain('    // stateBucket: "111111111111-terraform-state"');
    expect(text("environments.ts", withWorkflows)).toContain(
      '    stateBucket: "111111111111-terraform-state"',
    );
  });

  test("run every command of the help", () => {
    const scripts = Object.keys(JSON.parse(text("package.json")).scripts);
    const named = [...text("help").matchAll(/npm (?:run )?([\w:]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !scripts.includes(name as string))).toEqual([]);
  });

  test("use every other package in the version that this one was tested with", () => {
    const { dependencies, devDependencies } = JSON.parse(text("package.json"));
    expect(dependencies["cdktf-lambda-images"]).toBe("1.2.3");
    expect(Object.keys(dependencies)).toEqual(
      expect.arrayContaining(["@cdktf/provider-aws", "@cdktf/provider-docker", "cdktf", "constructs"]),
    );
    const { "cdktf-lambda-images": _, ...others } = { ...dependencies, ...devDependencies };
    for (const [name, version] of Object.entries(others)) {
      const installed = require(path.join(PROJECT, "node_modules", name, "package.json")).version;
      expect([name, version]).toEqual([name, installed]);
    }
  });

  test("run the app by the fast runner of the package", () => {
    const { app, projectId } = JSON.parse(text("cdktf.json"));
    expect(app).toMatch(/^node .* node_modules\/cdktf-lambda-images\/dist\/cli\/app\/run-app\.cjs main\.ts$/);
    expect(projectId).toBe("an id");
  });
});

describe("the stack of a new app", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "app-"));
  writeFiles(folder, files);
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
  const before = process.cwd();
  beforeAll(() => process.chdir(folder));
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  const { environments } = require(path.join(folder, "environments"));
  const { readEnvironment } = require(path.join(folder, "stacks", "environment"));
  const { FunctionsStack } = require(path.join(folder, "stacks", "functions-stack"));

  function synth(settings: object) {
    const stack = new FunctionsStack(Testing.app(), "functions-dev", {
      ...readEnvironment(environments, "dev"),
      ...settings,
    });
    return JSON.parse(Testing.synth(stack, true));
  }

  test("deploys the function of this repository, with the required account", () => {
    const { resource, provider } = synth({});
    expect(Object.values(resource.aws_lambda_function)).toEqual([
      expect.objectContaining({ function_name: "shop-dev-python", memory_size: 256 }),
    ]);
    expect(provider.aws[0].allowed_account_ids).toEqual(["111111111111"]);
  });

  test("keeps its state beside cdktf.json, or in a bucket with a lock", () => {
    expect(synth({}).terraform.backend).toEqual({
      local: { path: "../../../terraform.functions-dev.tfstate" },
    });
    expect(synth({ stateBucket: "states" }).terraform.backend).toEqual({
      s3: {
        bucket: "states",
        key: "shop-dev/functions-dev.tfstate",
        region: "eu-central-1",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test("lists the existing environments", () => {
    expect(() => readEnvironment(environments, "stage")).toThrow(
      'There is no environment "stage" in environments.ts. It has: dev, prod.',
    );
  });
});

describe("the name of a new app", () => {
  test.each([
    ["shop", "shop"],
    ["/home/ada/Photo Shop", "photo-shop"],
    ["2nd_shop", "nd-shop"],
    ["an-app-with-a-name-that-is-far-too-long", "an-app-with-a-name-that-is"],
    ["twenty-five-characters-xx-and", "twenty-five-characters-xx"],
    ["日本", "app"],
  ])("in the folder %s is %s", (folder, name) => {
    expect(appName(folder)).toBe(name);
    expect(`${name}-prod`).toMatch(/^[a-z][a-z0-9-]{0,30}$/);
  });

  test("is not that of a needed package, since npm would not install it", () => {
    expect(JSON.parse(text("package.json", appFiles({ ...APP, name: "jest" }, own))).name).toBe("jest-app");
  });
});
