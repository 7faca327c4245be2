import { commandLine } from "../command-line";
import { probe } from "../process/probe";
import { type Check, type CheckProblem, failed, ok } from "./check";
import { isAtLeast, readVersion, type Version } from "./versions";

/** The version that ministack 1.5, the emulator of AWS, needs. */
const OLDEST_PYTHON: Version = [3, 10];
const NAMES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];

export interface Python {
  readonly program: string;
  readonly version: string;
}

/** A Python on the PATH that is new enough for the emulator of AWS. */
export async function findPython(): Promise<Python | undefined> {
  for (const program of NAMES) {
    const result = await probe(program, ["--version"]);
    const found = result.state === "ran" && result.code === 0 ? readVersion(result.stdout) : undefined;
    if (found && isAtLeast(found.version, OLDEST_PYTHON)) {
      return { program, version: found.text };
    }
  }
  return undefined;
}

export const PYTHON_MISSING: CheckProblem = {
  code: "python-missing",
  what: `There is no Python ${OLDEST_PYTHON.join(".")} or newer on this machine's PATH.`,
  why: `The emulator of AWS, to which \`${commandLine("local")}\` deploys, needs Python.`,
  fix: "Install it: https://www.python.org/downloads, or on Debian and Ubuntu: sudo apt-get install python3 python3-venv",
};

export function classifyPython(python: Python | undefined): Check {
  return python
    ? ok("Python", `${python.version} (${python.program})`)
    : failed("Python", "none, or too old", PYTHON_MISSING);
}

export async function checkPython(): Promise<Check> {
  return classifyPython(await findPython());
}
