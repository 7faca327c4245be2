import { chmodSync, readdirSync } from "node:fs";
import { privateFolder } from "../process/private-files";
import { LOCAL_FOLDER } from "./target";

/**
 * Makes what holds values readable by its owner alone, however it was left by an earlier version or by Terraform when it was run by hand:
 * states, stacks, and what is kept about the local AWS.
 * @param stacks the folder of the stacks
 */
export function keepPrivate(stacks: string): void {
  privateFolder(stacks);
  privateFolder(LOCAL_FOLDER);
  for (const name of readdirSync(".")) {
    if (/^\.?terraform\..+\.tfstate/.test(name)) {
      chmodSync(name, 0o600);
    }
  }
}
