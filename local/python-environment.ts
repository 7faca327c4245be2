import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ProgramNotFound, runProgram } from "../commands/run-program";
import { CommandError, step } from "../commands/steps";
import { canInstallPackages, installPackages } from "./debian";

/** What ministack 1.5 needs. */
const OLDEST_PYTHON = [3, 10] as const;
const NAMES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];

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
  const base = await findPython();
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

async function findPython(): Promise<string> {
  for (const name of NAMES) {
    if (await isNewEnough(name)) {
      return name;
    }
  }
  if (canInstallPackages()) {
    await installPackages("python3", "python3-venv");
    if (await isNewEnough("python3")) {
      return "python3";
    }
  }
  throw new CommandError(
    `The emulator of AWS needs Python ${OLDEST_PYTHON.join(".")} or newer, and this machine has none. Install it (https://www.python.org/downloads, ` +
      "or on Debian and Ubuntu: sudo apt-get install python3 python3-venv) and run the command again.",
  );
}

async function isNewEnough(name: string): Promise<boolean> {
  try {
    const check = `import sys; sys.exit(0 if sys.version_info >= (${OLDEST_PYTHON.join(", ")}) else 1)`;
    return (await runProgram(name, ["-c", check])).code === 0;
  } catch (error) {
    if (error instanceof ProgramNotFound) {
      return false;
    }
    throw error;
  }
}

async function succeed(program: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runProgram(program, args);
  if (code !== 0) {
    throw new CommandError(`${program} ${args.join(" ")} failed:\n\n${stdout}${stderr}`);
  }
}
