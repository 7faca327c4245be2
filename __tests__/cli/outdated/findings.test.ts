import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dependencyFindings } from "../../../cli/outdated/dependencies";
import { projectDockerfiles } from "../../../cli/outdated/dockerfiles";
import { emulatorFinding } from "../../../cli/outdated/emulator-version";
import { isOutdated, outdatedText } from "../../../cli/outdated/outdated-text";
import { lookAtProviders } from "../../../cli/outdated/providers";
import { functionFolder } from "../../synth";

const PROJECT = process.cwd();
afterEach(() => process.chdir(PROJECT));

describe("packages of npm", () => {
  test("what package.json allows is an update, and what it doesn't is an installation", () => {
    const { findings } = dependencyFindings(
      JSON.stringify({
        cdktf: { current: "0.20.0", wanted: "0.20.12", latest: "0.21.0" },
        jest: { current: "30.5.2", wanted: "30.5.2", latest: "31.0.0" },
      }),
    );
    expect(findings).toMatchObject([
      { name: "cdktf", current: "0.20.0", newest: "0.21.0", fix: "npm update cdktf" },
      { name: "jest", fix: "npm install jest@31.0.0, after reading what changed in it" },
    ]);
  });

  test("nothing is out of date, and npm that can't ask is not known", () => {
    expect(dependencyFindings("{}")).toEqual({ findings: [], upToDate: 0 });
    for (const text of ["", '{"error":{"code":"ENOTFOUND"}}']) {
      expect(dependencyFindings(text).findings.map(isOutdated)).toEqual([false]);
    }
  });
});

test("the emulator is updated with this package", () => {
  const text = "ministack (1.6.0)\nAvailable versions: 1.6.0, 1.5.33\n";
  expect(emulatorFinding("1.5.33", text, "cdktf-lambda-images").findings).toMatchObject([
    { current: "1.5.33", newest: "1.6.0", fix: "npm update cdktf-lambda-images" },
  ]);
  expect(emulatorFinding("1.6.0", text, "own")).toEqual({ findings: [], upToDate: 1 });
  expect(emulatorFinding("1.6.0", "", "own").findings.map(isOutdated)).toEqual([false]);
});

test("a locked provider is compared with the newest release", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "locks-"));
  mkdirSync(path.join(folder, "locks"));
  const block = (name: string, version: string) =>
    `provider "registry.terraform.io/hashicorp/${name}" {\n  version = "${version}"\n  hashes = []\n}\n`;
  writeFileSync(
    path.join(folder, "locks/shop-dev.lock.hcl"),
    block("aws", "6.22.0") + block("random", "3.7.0"),
  );
  process.chdir(folder);
  const looked = await lookAtProviders(async (address) => ({
    versions: address.endsWith("/aws") ? ["6.22.0", "6.28.0", "7.0.0-beta1"] : ["3.7.0"],
  }));
  expect(looked).toMatchObject({
    findings: [{ current: "6.22.0", newest: "6.28.0", files: ["locks/shop-dev.lock.hcl"] }],
    upToDate: 1,
  });
});

test("Dockerfiles are found by their names, with the images that they are built on", () => {
  const folder = functionFolder({
    "lambdas/a/Dockerfile": "ARG BASE=base:1\nFROM ${BASE} AS build\nFROM build\n",
    "lambdas/b/api.Dockerfile": "FROM scratch\n",
    "lambdas/b/Dockerfile.dockerignore": "x\n",
    "node_modules/c/Dockerfile": "FROM c\n",
  });
  expect(projectDockerfiles(folder).map(({ file, baseImages }) => [file, baseImages])).toEqual([
    ["Dockerfile", ["public.ecr.aws/lambda/python:3.13"]],
    ["lambdas/a/Dockerfile", ["base:1"]],
    ["lambdas/b/api.Dockerfile", []],
  ]);
});

test("the text has the most urgent first, the next command, and counts", () => {
  const of = { kind: "runtime", files: ["lambdas/a/Dockerfile"] } as const;
  const text = outdatedText({
    findings: [
      {
        ...of,
        urgency: "ends-soon",
        name: "nodejs22.x",
        what: "gets security fixes from AWS until 2027-04-30",
      },
      { ...of, urgency: "ended", name: "python3.9", what: "ended", fix: "build on python:3.14" },
      { kind: "base-image", urgency: "unknown", name: "base:1", files: [], what: "its registry answers 503" },
    ],
    upToDate: 3,
  });
  expect(text.split("\n").slice(0, 4)).toEqual([
    "Runtimes of Lambda",
    "  ✗ python3.9 (lambdas/a/Dockerfile) ended",
    "      build on python:3.14",
    "  ! nodejs22.x (lambdas/a/Dockerfile) gets security fixes from AWS until 2027-04-30",
  ]);
  expect(text).toContain(
    "2 out of date, 1 not known, 3 up to date\nThe dates of runtimes: AWS Lambda Developer Guide",
  );
});
