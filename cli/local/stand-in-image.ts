import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runProgram, succeed } from "../process/run-program";
import { canInstallPackages, installPackages, releaseName } from "./debian";

const RUNTIME_REQUIREMENTS = path.join(__dirname, "stand-in-runtime.txt");
const TOOLS_REQUIREMENTS = path.join(__dirname, "stand-in-tools.txt");
const PYTHON = path.resolve(".local", "python", "bin", "python");

/** The native part of awslambdaric needs libstdc++. */
const PACKAGES = "python3,ca-certificates,libstdc++6";

/** The parts of AWS's image that functions and Dockerfiles see: folders, variables, entrypoint. */
const DOCKERFILE = `ARG BASE
FROM \${BASE}
ARG RECIPE
LABEL stand-in.recipe=\${RECIPE}
ENV LANG=C.UTF-8 LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime PYTHONPATH=/var/runtime
COPY root/ /
RUN mkdir -p /var/task && rm -f /usr/lib/python3*/EXTERNALLY-MANAGED
WORKDIR /var/task
ENTRYPOINT ["/lambda-entrypoint.sh"]
`;

const ENTRYPOINT = `#!/bin/sh
# As AWS's image does: alone through the emulator of the runtime interface, in Lambda straight to it.
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  exec /usr/local/bin/aws-lambda-rie /usr/bin/python3 -m awslambdaric "$@"
fi
exec /usr/bin/python3 -m awslambdaric "$@"
`;

const PIP = `#!/bin/sh
exec /usr/bin/python3 -m pip "$@"
`;

/** A hash of all inputs of a stand-in. */
export function standInRecipe(): string {
  const parts = [
    PACKAGES,
    DOCKERFILE,
    ENTRYPOINT,
    PIP,
    readFileSync(RUNTIME_REQUIREMENTS),
    readFileSync(TOOLS_REQUIREMENTS),
  ];
  return parts
    .reduce((hash, part) => hash.update(part), createHash("sha256"))
    .digest("hex")
    .slice(0, 16);
}

/** Whether this machine can make a stand-in for an image. */
export function canMakeStandIn(image: string): boolean {
  return image.startsWith("public.ecr.aws/lambda/python:") && canInstallPackages();
}

/**
 * Makes an image with the name of AWS's image. It contains the distribution's Python (not the version in the name), the
 * runtime interface client and boto3 from PyPI, and the runtime interface emulator from aws-sam-cli.
 */
export async function makeStandIn(image: string): Promise<void> {
  const base = await baseImage();
  const folder = mkdtempSync(path.join(tmpdir(), "stand-in-"));
  try {
    await fillRoot(path.join(folder, "root"), await pythonVersionOf(base));
    writeFileSync(path.join(folder, "Dockerfile"), DOCKERFILE);
    await succeed("docker", [
      "build",
      "--build-arg",
      `BASE=${base}`,
      "--build-arg",
      `RECIPE=${standInRecipe()}`,
      "--tag",
      image,
      folder,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The distribution's smallest system with Python. mmdebstrap takes a third of debootstrap's time. */
async function baseImage(): Promise<string> {
  const release = releaseName();
  const name = `stand-in-base:${release}-${standInRecipe()}`;
  if ((await runProgram("docker", ["image", "inspect", name])).code === 0) {
    return name;
  }
  if (!existsSync("/usr/bin/mmdebstrap")) {
    await installPackages("mmdebstrap");
  }
  const folder = mkdtempSync(path.join(tmpdir(), "stand-in-base-"));
  try {
    const archive = path.join(folder, "base.tar");
    await succeed("mmdebstrap", [
      "--quiet",
      "--variant=essential",
      `--include=${PACKAGES}`,
      release,
      archive,
    ]);
    await succeed("docker", ["import", archive, name]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return name;
}

async function pythonVersionOf(image: string): Promise<string> {
  const print = 'import sys; print("%d.%d" % sys.version_info[:2])';
  return (await succeed("docker", ["run", "--rm", image, "python3", "-c", print])).trim();
}

async function fillRoot(root: string, pythonVersion: string): Promise<void> {
  const tools = path.join(root, "..", "tools");
  await pipInstall(path.join(root, "var/runtime"), RUNTIME_REQUIREMENTS, pythonVersion);
  await pipInstall(tools, TOOLS_REQUIREMENTS, pythonVersion, "--no-deps");
  mkdirSync(path.join(root, "usr/lib/python3/dist-packages"), { recursive: true });
  cpSync(path.join(tools, "pip"), path.join(root, "usr/lib/python3/dist-packages/pip"), { recursive: true });
  const architecture = process.arch === "arm64" ? "arm64" : "x86_64";
  writeProgram(
    path.join(root, "usr/local/bin/aws-lambda-rie"),
    readFileSync(path.join(tools, `samcli/local/rapid/aws-lambda-rie-${architecture}`)),
  );
  writeProgram(path.join(root, "lambda-entrypoint.sh"), ENTRYPOINT);
  writeProgram(path.join(root, "usr/local/bin/pip3"), PIP);
  writeProgram(path.join(root, "usr/local/bin/pip"), PIP);
  await copyPackageSettings(root);
}

/** Copies this machine's package index and certificates for pip in a build. */
async function copyPackageSettings(root: string): Promise<void> {
  const certificates = "/etc/ssl/certs/ca-certificates.crt";
  if (existsSync(certificates)) {
    mkdirSync(path.join(root, path.dirname(certificates)), { recursive: true });
    copyFileSync(certificates, path.join(root, certificates));
  }
  const settings = await succeed(PYTHON, ["-m", "pip", "config", "list"]);
  const kept = [
    ...settings.matchAll(
      /^(?:global|:env:|install)\.(index-url|extra-index-url|trusted-host|proxy)='(.*)'$/gm,
    ),
  ];
  const lines = kept.map(([, name, value]) => `${name} = ${value}`);
  writeFileSync(
    path.join(root, "etc/pip.conf"),
    ["[global]", `cert = ${certificates}`, ...lines, ""].join("\n"),
  );
}

async function pipInstall(
  target: string,
  requirements: string,
  pythonVersion: string,
  ...options: readonly string[]
): Promise<void> {
  const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
  const platforms = ["manylinux2014", "manylinux_2_17", "manylinux_2_28"].flatMap((name) => [
    "--platform",
    `${name}_${machine}`,
  ]);
  await succeed(PYTHON, [
    ...["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--target", target],
    ...[
      "--python-version",
      pythonVersion,
      "--implementation",
      "cp",
      ...platforms,
      ...options,
      "-r",
      requirements,
    ],
  ]);
}

function writeProgram(file: string, content: string | Buffer): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
}
