import { chmodSync, readdirSync } from "node:fs";
import { privateFolder } from "../process/private-files";

/**
 * Makes what holds values readable by its owner alone, however it was left by an earlier version or by Terraform when it was run by hand:
 * states, stacks, and what is kept about the local AWS.
 */
export function keepPrivate(...folders: readonly string[]): void {
  folders.forEach(privateFolder);
  for (const name of readdirSync(".")) {
    if (/^\.?terraform\..+\.tfstate/.test(name)) {
      chmodSync(name, 0o600);
    }
  }
}
