import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readLock } from "./provider-lock";

/** What Terraform reads in a stack's folder, besides what is to be built. */
export interface StackFiles {
  /** The texts of its configuration, by name of the file. CDKTF writes one, cdk.tf.json. */
  readonly configuration: Readonly<Record<string, string>>;
  /** The text of the lock file of its providers. @default - there is none: the stack needs no provider, or was not initialized */
  readonly lock?: string;
}

/** Names of configuration files, of Terraform and of OpenTofu. */
const CONFIGURATION = /\.(?:tf|tofu)(?:\.json)?$/;

export function readStackFiles(stackFolder: string): StackFiles {
  const read = (name: string): string => readFileSync(path.join(stackFolder, name), "utf8");
  const names = readdirSync(stackFolder).filter((name) => CONFIGURATION.test(name));
  const lock = readLock(stackFolder);
  return {
    configuration: Object.fromEntries(names.map((name) => [name, read(name)])),
    ...(lock !== "" && { lock }),
  };
}
