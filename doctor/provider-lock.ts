import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RequiredProvider } from "./provider-address";
import { meetsConstraints } from "./version-constraint";

/** The name of a dependency lock file in the folder that Terraform runs in. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** A provider's block in a dependency lock file, as Terraform and OpenTofu write it. */
const BLOCK = /^provider "([^"]+)" \{\n([\s\S]*?)^\}\n*/gm;

/** The versions that a dependency lock file names, by the provider's address: `registry.terraform.io/hashicorp/aws`. */
export function lockedVersions(lock: string): Map<string, string> {
  return new Map(
    [...lock.matchAll(BLOCK)].flatMap(([, address, body]) => {
      const version = /^\s*version\s*=\s*"([^"]+)"/m.exec(body as string)?.[1];
      return version === undefined ? [] : [[address as string, version] as const];
    }),
  );
}

/** A dependency lock file without the providers of which it names a version that is not allowed. */
export function withoutRefused(lock: string, required: readonly RequiredProvider[]): string {
  const locked = lockedVersions(lock);
  const refused = required.flatMap(({ address, constraints }) => {
    const version = locked.get(address);
    return version === undefined || meetsConstraints(version, constraints) ? [] : [address];
  });
  return lock.replace(BLOCK, (block, address: string) => (refused.includes(address) ? "" : block));
}

/** The dependency lock file of a stack; empty where there is none. @param stackFolder the folder that Terraform runs in */
export function readLock(stackFolder: string): string {
  return readIfThere(path.join(stackFolder, LOCK_FILE));
}

/** A file's text, with the line ends of Unix: git may have given it those of Windows. */
export function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : "";
}
