import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { functionFiles, LANGUAGES } from "../../../../cli/init/function/function-files";
import { writeFiles } from "../../../../cli/init/make-whole";
import { FUNCTION_FILES } from "../../../../cli/init/shared-files";
import {
  AwsEnvironment,
  DockerImageCode,
  DockerImageFunction,
  DockerProviderBuilder,
  ProblemReport,
} from "../../../../lib";
import { LAMBDA_RUNTIMES } from "../../../../lib/dockerfile/lambda-runtimes";

const folder = mkdtempSync(path.join(tmpdir(), "functions-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(LANGUAGES)("a new function in %s", (language) => {
  const files = functionFiles(language);
  const directory = path.join(folder, language);
  writeFiles(directory, files);

  test("has a Dockerfile, a handler, dependencies, an ignore file and a sample event", () => {
    expect([...files.keys()].sort()).toEqual(
      {
        python: [".dockerignore", "Dockerfile", "event.json", "lambda_function.py", "requirements.txt"],
        "python-slim": [
          ".dockerignore",
          "Dockerfile",
          "event.json",
          "lambda_function.py",
          "requirements.txt",
        ],
        nodejs: [
          ".dockerignore",
          "Dockerfile",
          "event.json",
          "index.ts",
          "package-lock.json",
          "package.json",
          "validate.ts",
        ],
        go: [".dockerignore", "Dockerfile", "event.json", "go.mod", "go.sum", "main.go", "main_test.go"],
      }[language],
    );
    expect(JSON.parse(files.get("event.json") as string)).toEqual({ name: "Lambda" });
  });

  test("runs on the runtime that AWS supports longest", () => {
    const base = { python: "python", nodejs: "nodejs", go: "provided", "python-slim": undefined }[language];
    const newest = LAMBDA_RUNTIMES.filter((runtime) => runtime.language === base).sort(
      (one, other) => other.deprecated.localeCompare(one.deprecated) || Number(other.tag) - Number(one.tag),
    )[0];
    expect(files.get("Dockerfile")).toContain(
      newest === undefined ? "FROM python:3.13-slim\n" : `FROM public.ecr.aws/lambda/${base}:${newest.tag}\n`,
    );
  });

  test("synthesizes, and the checks of this project find nothing in it", () => {
    const outdir = path.join(folder, `${language}.out`);
    const app = new App({ outdir });
    ProblemReport.configure(app, { strict: true });
    const stack = new TerraformStack(app, "shop");
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    AwsEnvironment.define(stack, { account: "123456789012", region: "eu-central-1", namePrefix: "shop-dev" });
    DockerProviderBuilder.addTo(stack);
    new DockerImageFunction(stack, "hello", { code: DockerImageCode.fromImageAsset(directory) });
    app.synth();
    const { stacks } = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8"));
    expect(stacks.shop.annotations).toEqual([]);
  });
});

test("each file of a function that a new one copies is listed, so that the package has it", () => {
  const folders = ["lambdas/nodejs", "lambdas/provided", "lambdas/python-slim"];
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", ...folders];
  const files = execFileSync("git", args, { encoding: "utf8" }).trim().split("\n");
  expect(FUNCTION_FILES.toSorted()).toEqual(files.filter((file) => existsSync(file)).sort());
});
