import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AwsEnvironment,
  DockerImageCode,
  DockerImageFunction,
  DockerProviderBuilder,
  ProblemReport,
} from "../../lib";
import { functionFolder } from "../synth";
import { blocksOf } from "./blocks";

function textsOf(page: string, language: string): readonly string[] {
  return blocksOf(page, [language]).map(({ text }) => text);
}

describe.each([
  ["docs/python-lambda-image.md", "lambdas/python"],
  ["docs/python-lambda-image.md", "lambdas/python-slim"],
  ["docs/nodejs-lambda-image.md", "lambdas/nodejs"],
  ["docs/go-lambda-image.md", "lambdas/provided"],
])("%s", (page, folder) => {
  test(`shows each instruction of the Dockerfile in ${folder}`, () => {
    const shown = textsOf(page, "dockerfile").join("\n").split("\n");
    const lines = readFileSync(path.join(folder, "Dockerfile"), "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines.filter((line) => !shown.includes(line))).toEqual([]);
  });
});

/** What the checks say about a folder. */
function problemsOf(files: Readonly<Record<string, string>>): unknown[] {
  const outdir = mkdtempSync(path.join(tmpdir(), "docs-"));
  const app = new App({ outdir });
  ProblemReport.configure(app, { strict: true, today: "2026-11-28" });
  const stack = new TerraformStack(app, "shop");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  AwsEnvironment.define(stack, { account: "123456789012", region: "eu-central-1", namePrefix: "shop-dev" });
  DockerProviderBuilder.addTo(stack);
  const code = DockerImageCode.fromImageAsset(
    functionFolder({ ".dockerignore": ".dockerignore\n", ...files }),
  );
  new DockerImageFunction(stack, "hello", { code });
  app.synth();
  return JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")).stacks.shop.annotations;
}

describe("a complete Dockerfile has no problem, with the files that it names", () => {
  const [java = "", dotnet = "", ruby = ""] = textsOf("docs/other-languages.md", "dockerfile");
  const rust = textsOf("docs/go-lambda-image.md", "dockerfile").find((text) => text.includes("rust:")) ?? "";

  test.each([
    ["Java", java, "java:", { "pom.xml": "", "src/main/java/App.java": "" }],
    [".NET", dotnet, "dotnet:", { "Greet.csproj": "", "Function.cs": "" }],
    ["Ruby", ruby, "ruby:", { Gemfile: "", "Gemfile.lock": "", "lambda_function.rb": "" }],
    ["Rust", rust, "provided:", { "Cargo.toml": "", "Cargo.lock": "", "src/main.rs": "" }],
  ])("for %s", (_language, Dockerfile, base, files) => {
    expect(Dockerfile).toContain(`FROM public.ecr.aws/lambda/${base}`);
    expect(problemsOf({ Dockerfile, ...files })).toEqual([]);
  });
});
