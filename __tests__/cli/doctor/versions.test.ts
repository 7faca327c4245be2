import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { checkCdktf, classifyCdktf } from "../../../cli/doctor/cdktf";
import { classifyBuildx, classifyDockerClient } from "../../../cli/doctor/docker-client";
import { checkNode, checkNpm, classifyNode, classifyNpm } from "../../../cli/doctor/node";
import { classifyPython } from "../../../cli/doctor/python";
import { checkTerraform, classifyTerraform } from "../../../cli/doctor/terraform";
import { programs, temporaryFolder } from "./machine";

const MISSING = { state: "missing" } as const;
const printed = (stdout: string) => ({ state: "ran", code: 0, stdout, stderr: "" }) as const;

describe("Node.js and npm", () => {
  test("are fine on the machine of these tests", async () => {
    expect(checkNode().status).toBe("ok");
    expect((await checkNpm()).status).toBe("ok");
  });

  test("are too old before 20, and missing without npm", () => {
    expect(classifyNode("18.20.4").problem?.code).toBe("node-too-old");
    expect(classifyNode("20.0.0").status).toBe("ok");
    expect(classifyNpm(MISSING).problem?.code).toBe("npm-missing");
  });
});

describe("Terraform", () => {
  test.each<[string, string, string | undefined]>([
    ["Terraform v1.11.4\non linux_amd64\n", "Terraform", undefined],
    ["OpenTofu v1.11.0\non linux_amd64\n", "OpenTofu", undefined],
    ["Terraform v2.0.0-beta1\n", "Terraform", undefined],
    [
      "Terraform v1.10.5\n\nYour version of Terraform is out of date! The latest version\nis 1.13.0.\n",
      "Terraform",
      "terraform-too-old",
    ],
    ["OpenTofu v1.9.1\non linux_amd64\n", "OpenTofu", "terraform-too-old"],
  ])("%j", (text, title, code) => {
    const check = classifyTerraform("terraform", printed(text));
    expect(check.title).toBe(title);
    expect(check.problem?.code).toBe(code);
  });

  test("that is missing is named as in TERRAFORM_BINARY_NAME", async () => {
    const check = await checkTerraform("no-such-tofu");
    expect(check.problem?.code).toBe("terraform-missing");
    expect(check.problem?.what).toContain("no-such-tofu");
  });

  test("that prints something else is broken, and its output is shown", async () => {
    const folder = programs({ terraform: "echo 'no version is set for terraform' >&2; exit 126" });
    const { problem } = await checkTerraform(path.join(folder, "terraform"));
    expect(problem?.code).toBe("terraform-broken");
    expect(problem?.what).toContain("no version is set");
  });
});

describe("cdktf and cdktf-cli", () => {
  test("have the same version here", () => {
    expect(checkCdktf().status).toBe("ok");
  });
  test("are missing, or differ", () => {
    expect(checkCdktf(temporaryFolder()).problem?.code).toBe("cdktf-missing");
    expect(classifyCdktf("0.21.0", "0.20.12")).toMatchObject({ status: "warning" });
    // The commands don't install it.
    expect(classifyCdktf("0.21.0", undefined).status).toBe("ok");
  });
  test("are cdktn and cdktn-cli in an app that uses CDK Terrain", () => {
    const modules = temporaryFolder();
    for (const [name, version] of [
      ["cdktf", "0.24.0"],
      ["cdktn", "0.24.0"],
      ["cdktn-cli", "0.24.0"],
    ] as const) {
      mkdirSync(path.join(modules, name));
      writeFileSync(path.join(modules, name, "package.json"), JSON.stringify({ version }));
    }
    expect(checkCdktf(modules)).toMatchObject({ status: "ok", title: "cdktn, cdktn-cli" });
    expect(classifyCdktf("0.24.0", "0.23.0", "cdktn").problem?.what).toBe(
      "cdktn is 0.24.0, and cdktn-cli 0.23.0.",
    );
  });
});

describe("the Docker client", () => {
  const docker28 = printed("Docker version 28.2.2, build e6534b4\n");
  const docker20 = printed("Docker version 20.10.24+dfsg1, build 297e128\n");
  const buildx = printed("github.com/docker/buildx v0.23.0 28c90eadc4c12638155fd26bd61a0ef16d8e4d6a\n");
  const CLI = { builder: "docker-cli", options: [] } as const;
  const PROVIDER = { builder: "docker-provider", options: [] } as const;
  const noBuildx = {
    state: "ran",
    code: 1,
    stdout: "",
    stderr: "docker: unknown command: docker buildx",
  } as const;

  test("and its buildx have versions", () => {
    expect(classifyDockerClient(docker20)).toMatchObject({ status: "ok", found: "20.10.24+dfsg1" });
    expect(classifyBuildx(buildx, docker28, { ...CLI, variable: "1" })).toMatchObject({
      status: "ok",
      found: "0.23.0",
    });
  });

  test("is configured to use a buildx that is missing", () => {
    const check = classifyBuildx(noBuildx, docker28, { ...CLI, variable: "1" });
    expect(check.problem?.code).toBe("docker-buildx-missing");
  });

  test("needs buildx for an image with secrets, unless BuildKit is built in", () => {
    const secrets = { ...CLI, options: ["buildSecrets"] };
    const { status, problem } = classifyBuildx(noBuildx, docker28, secrets);
    expect(status).toBe("problem");
    expect(problem?.code).toBe("docker-buildx-missing");
    expect(problem?.what).toContain("buildSecrets");
    // The builder turns BuildKit on automatically.
    expect(classifyBuildx(noBuildx, docker28, { ...secrets, variable: "0" }).status).toBe("problem");
    expect(classifyBuildx(buildx, docker28, secrets).status).toBe("ok");
    expect(classifyBuildx(noBuildx, docker20, secrets).status).toBe("skipped");
  });

  test("isn't needed for the docker provider, for which BuildKit can only be turned off", () => {
    const secrets = { ...PROVIDER, options: ["buildSecrets"] };
    expect(classifyBuildx(noBuildx, docker28, secrets).status).toBe("skipped");
    expect(classifyBuildx(buildx, docker28, { ...secrets, variable: "0" }).problem?.code).toBe(
      "docker-buildkit-off",
    );
    expect(classifyBuildx(buildx, docker28, { ...PROVIDER, variable: "0" }).status).toBe("ok");
  });

  test("doesn't need buildx by default, in 20.10, and for the docker provider", () => {
    expect(classifyBuildx(noBuildx, docker28, CLI).status).toBe("skipped");
    expect(classifyBuildx(noBuildx, docker28, { ...CLI, variable: "0" }).status).toBe("skipped");
    expect(classifyBuildx(noBuildx, docker20, { ...CLI, variable: "1" }).status).toBe("skipped");
    expect(classifyBuildx(noBuildx, docker28, { ...PROVIDER, variable: "1" }).status).toBe("skipped");
  });

  test("that is missing is not a problem in itself", () => {
    expect(classifyDockerClient(MISSING).status).toBe("skipped");
  });
});

test("Python is missing, or shown with its version", () => {
  expect(classifyPython(undefined).problem?.code).toBe("python-missing");
  expect(classifyPython({ program: "python3.12", version: "3.12.1" })).toMatchObject({
    status: "ok",
    found: "3.12.1 (python3.12)",
  });
});
