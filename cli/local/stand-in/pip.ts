import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { succeed } from "../../process/run-program";
import { EMULATOR_PYTHON, pythonEnvironment } from "../python-environment";
import { CERTIFICATES, writeProgram, writeText } from "./files";

const PIP_REQUIREMENTS = path.join(__dirname, "pip.txt");

const PIP = `#!/bin/sh
exec /usr/bin/python3 -m pip "$@"
`;

/** Installs the packages of a requirements file with hashes into a folder, as for Linux on this machine's processor. */
export async function pipInstall(
  target: string,
  requirements: string,
  ...options: readonly string[]
): Promise<void> {
  const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
  const platforms = ["manylinux2014", "manylinux_2_17", "manylinux_2_28"].flatMap((name) => [
    "--platform",
    `${name}_${machine}`,
  ]);
  await succeed(await pythonEnvironment(EMULATOR_PYTHON), [
    ...["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--no-compile"],
    ...["--target", target, "--implementation", "cp", ...platforms, ...options, "-r", requirements],
  ]);
}

/** Adds pip to the distribution's Python, with this machine's package index. */
export async function addPip(root: string): Promise<void> {
  const folder = path.join(root, "..", "pip");
  await pipInstall(folder, PIP_REQUIREMENTS, "--no-deps");
  const packages = path.join(root, "usr/lib/python3/dist-packages");
  mkdirSync(packages, { recursive: true });
  cpSync(path.join(folder, "pip"), path.join(packages, "pip"), { recursive: true });
  writeProgram(path.join(root, "usr/local/bin/pip3"), PIP);
  writeProgram(path.join(root, "usr/local/bin/pip"), PIP);
  writeText(path.join(root, "etc/pip.conf"), await pipSettings());
}

async function pipSettings(): Promise<string> {
  const settings = await succeed(await pythonEnvironment(EMULATOR_PYTHON), [
    ...["-m", "pip", "config", "list"],
  ]);
  const kept = [
    ...settings.matchAll(
      /^(?:global|:env:|install)\.(index-url|extra-index-url|trusted-host|proxy)='(.*)'$/gm,
    ),
  ];
  const lines = kept.map(([, name, value]) => `${name} = ${value}`);
  return ["[global]", `cert = ${CERTIFICATES}`, ...lines, ""].join("\n");
}
