import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { findPython, PYTHON_MISSING } from "../doctor/python";
import { problemText } from "../doctor/report";
import { cacheFolderOf, completeFolder } from "../process/complete-folder";
import { runProgram, succeed } from "../process/run-program";
import { CommandError, step } from "../process/steps";
import { canInstallPackages, installPackages } from "./debian";

/** A Python environment of our own. */
export interface PythonEnvironment {
  /** The file with the pinned packages. */
  readonly requirements: string;
  /** What the packages are, for the line that says that they were installed. */
  readonly contents: string;
  /**
   * Whether all modules are compiled when they are installed. Otherwise Python compiles those that are used, when they
   * are used first, unless it runs with PYTHONDONTWRITEBYTECODE.
   */
  readonly compile: boolean;
}

/** The environment of the emulator of AWS. */
export const EMULATOR_PYTHON: PythonEnvironment = {
  requirements: path.join(__dirname, "emulator-requirements.txt"),
  contents: "the emulator of AWS (ministack)",
  compile: true,
};

/**
 * Makes a Python environment, if it isn't there. All checkouts of a user share it by the hash of its content, since
 * making it takes long.
 * @returns the path of its Python
 */
export async function pythonEnvironment(environment: PythonEnvironment): Promise<string> {
  const folder = pythonFolder(environment);
  if (!isInstalled(environment)) {
    const installed = installing.get(folder) ?? installInto(folder, environment);
    installing.set(folder, installed);
    await installed;
  }
  return pythonOf(folder);
}

/** The environments that are being installed. Two parts of a command can need one at the same time. */
const installing = new Map<string, Promise<void>>();

async function installInto(folder: string, environment: PythonEnvironment): Promise<void> {
  const base = await basePython();
  await step(`Installed ${environment.contents}`, () => install(base, folder, environment));
}

/** Whether an environment can be used. It can't when the system's Python was removed, or replaced by another version. */
export function isInstalled(environment: PythonEnvironment): boolean {
  const folder = pythonFolder(environment);
  try {
    // For example `python3.11`, as the folder of its packages.
    const version = /^python3\.\d+$/.exec(path.basename(realpathSync(pythonOf(folder))))?.[0];
    return version === undefined || existsSync(path.join(folder, "lib", version));
  } catch {
    return false;
  }
}

function pythonOf(folder: string): string {
  return path.join(folder, "bin", "python");
}

/** The folder of an environment. */
export function pythonFolder({ requirements }: PythonEnvironment): string {
  return cacheFolderOf("python", requirements);
}

async function install(base: string, folder: string, environment: PythonEnvironment): Promise<void> {
  const { requirements, compile } = environment;
  const fill = async (beside: string) => {
    await createEnvironment(base, beside);
    await succeed(pythonOf(beside), [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--no-compile",
      "--require-hashes",
      "--only-binary",
      ":all:",
      "-r",
      requirements,
    ]);
    if (compile) {
      // On all processors, where pip uses one. Like pip, it skips files that can't be compiled.
      await runProgram(pythonOf(beside), ["-m", "compileall", "-q", "-j", "0", path.join(beside, "lib")]);
    }
  };
  await completeFolder(folder, fill, () => isInstalled(environment));
}

async function createEnvironment(base: string, folder: string): Promise<void> {
  const result = await runProgram(base, ["-m", "venv", folder]);
  if (result.code === 0) {
    return;
  }
  // Debian and Ubuntu have venv in a separate package.
  if (!/ensurepip|venv/.test(result.stdout + result.stderr) || !canInstallPackages()) {
    throw new CommandError(
      `${base} -m venv failed. On Debian and Ubuntu: sudo apt-get install python3-venv\n\n${result.stdout}${result.stderr}`,
    );
  }
  await installPackages("python3-venv");
  await succeed(base, ["-m", "venv", folder]);
}

async function basePython(): Promise<string> {
  const found = await findPython();
  if (found) {
    return found.program;
  }
  if (canInstallPackages()) {
    await installPackages("python3", "python3-venv");
  }
  const python = await findPython();
  if (!python) {
    throw new CommandError(problemText(PYTHON_MISSING));
  }
  return python.program;
}
