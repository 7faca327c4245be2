import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ownPackage } from "../init/own-package";
import { EMULATOR_PYTHON, pythonFolder } from "../local/python-environment";
import { probe } from "../process/probe";
import { sortVersions } from "../terraform/version-constraint";
import type { Looked } from "./finding";

const PATIENCE = 30_000;

/** Whether the emulator of AWS has a newer version than the pinned one. It is updated with this package. */
export async function lookAtEmulator(): Promise<Looked> {
  const pinned = /^ministack==(\S+)/m.exec(readFileSync(EMULATOR_PYTHON.requirements, "utf8"))?.[1] ?? "";
  const own = path.join(pythonFolder(EMULATOR_PYTHON), "bin", "python");
  const result = await probe(
    existsSync(own) ? own : "python3",
    ["-m", "pip", "index", "versions", "ministack", "--disable-pip-version-check"],
    { timeout: PATIENCE },
  );
  return emulatorFinding(
    pinned,
    result.state === "ran" && result.code === 0 ? result.stdout : "",
    ownPackage().name,
  );
}

/** @param stdout of `pip index versions ministack`: `ministack (1.6.0)`, and more lines */
export function emulatorFinding(pinned: string, stdout: string, own: string): Looked {
  const newest = /^ministack \(([^)]+)\)/m.exec(stdout)?.[1];
  const of = { kind: "emulator", name: "ministack", files: [], current: pinned } as const;
  if (newest === undefined) {
    return { findings: [{ ...of, urgency: "unknown", what: "pip can't ask its index" }], upToDate: 0 };
  }
  if (sortVersions([newest, pinned]).at(-1) === pinned) {
    return { findings: [], upToDate: 1 };
  }
  const what = `has version ${newest}; ${own} pins it, because its guard belongs to that version`;
  return { findings: [{ ...of, urgency: "newer", newest, what, fix: `npm update ${own}` }], upToDate: 0 };
}
