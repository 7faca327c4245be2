import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readLock } from "./provider-lock";

/** The files that Terraform reads in a stack's folder, besides the build contexts. */
export interface StackFiles {
  /** The texts of its configuration, by file name. CDKTF writes cdk.tf.json, and RequiredVersion versions.tf. */
  readonly configuration: Readonly<Record<string, string>>;
  /** The text of its dependency lock file. @default - none: the stack needs no provider, or was not initialized */
  readonly lock?: string;
}

/** The names of configuration files of Terraform and OpenTofu. */
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
