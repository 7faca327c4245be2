import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The decisions of the local AWS about permissions. cli/local/iam_checks.py writes it. */
export const CALLS_FILE = path.resolve(".local", "calls.jsonl");

/** While it exists, denied calls succeed. They are recorded in both cases. */
export const NO_IAM_FILE = path.resolve(".local", "no-iam");

/** Switches the enforcement of permissions. A running local AWS follows at once. */
export function enforceIam(enforced: boolean): void {
  if (enforced) {
    rmSync(NO_IAM_FILE, { force: true });
  } else {
    writeFileSync(NO_IAM_FILE, "");
  }
}
