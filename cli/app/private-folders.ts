import { chmodSync, readdirSync } from "node:fs";
import { privateFolder } from "../process/private-files";

/**
 * Makes files with values readable only by their owner: states, stacks, and the data of the local AWS. An earlier
 * version, or Terraform run by hand, may have left them readable.
 */
export function keepPrivate(...folders: readonly string[]): void {
  folders.forEach(privateFolder);
  for (const name of readdirSync(".")) {
    if (/^\.?terraform\..+\.tfstate/.test(name)) {
      chmodSync(name, 0o600);
    }
  }
}
