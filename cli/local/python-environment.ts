import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findPython, PYTHON_MISSING } from "../doctor/python";
import { problemText } from "../doctor/report";
import { runProgram, succeed } from "../process/run-program";
import { CommandError, step } from "../process/steps";
import { canInstallPackages, installPackages } from "./debian";

/**
 * A Python environment of the project's own with what a requirements file pins. Made once, and again when the file changes.
 * @returns the path of its Python
 */
export async function pythonEnvironment(folder: string, requirements: string): Promise<string> {
  const python = path.resolve(folder, "bin", "python");
  const marker = path.join(folder, "requirements.sha256");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted && existsSync(python)) {
    return python;
  }
  const base = await basePython();
  await step("Installed the emulator of AWS (ministack)", async () => {
    rmSync(folder, { recursive: true, force: true });
    await createEnvironment(base, folder);
    await succeed(python, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--require-hashes",
      "--only-binary",
      ":all:",
      "-r",
      requirements,
    ]);
    writeFileSync(marker, wanted);
  });
  return python;
}

async function createEnvironment(base: string, folder: string): Promise<void> {
  const result = await runProgram(base, ["-m", "venv", folder]);
  if (result.code === 0) {
    return;
  }
  // Debian and Ubuntu keep venv in a package of its own.
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
