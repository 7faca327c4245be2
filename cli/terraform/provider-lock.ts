import path from "node:path";
import { readIfThere } from "../process/read-if-there";
import type { RequiredProvider } from "./provider-address";
import { meetsConstraints } from "./version-constraint";

/** The name of the dependency lock file, in the folder that Terraform runs in. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** A provider's block in a dependency lock file, as Terraform and OpenTofu write it. */
const BLOCK = /^provider "([^"]+)" \{\n([\s\S]*?)^\}\n*/gm;

/** A provider in a dependency lock file. */
export interface LockedProvider {
  /** For example `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  readonly version: string;
  /** Each with its scheme: `h1:` for the content of a package, `zh:` for the archive. */
  readonly hashes: readonly string[];
}

export function lockedProviders(lock: string): LockedProvider[] {
  return [...lock.matchAll(BLOCK)].flatMap(([, address = "", body = ""]) => {
    const version = /^\s*version\s*=\s*"([^"]+)"/m.exec(body)?.[1];
    const hashes = [...body.matchAll(/"((?:h1|zh):[^"]+)"/g)].map(([, hash = ""]) => hash);
    return version === undefined ? [] : [{ address, version, hashes }];
  });
}

/** The versions in a dependency lock file, by the provider's address. */
export function lockedVersions(lock: string): Map<string, string> {
  return new Map(lockedProviders(lock).map(({ address, version }) => [address, version]));
}

/**
 * The hashes of a provider that are the same on every platform, if there are any. Terraform takes the `zh:` hashes of
 * all platforms from the registry, and adds the `h1:` hashes of the platforms that it ran on. A mirror of unpacked
 * providers has only `h1:` hashes.
 */
export function stableHashes({ hashes }: LockedProvider): string[] {
  const ofArchives = hashes.filter((hash) => hash.startsWith("zh:"));
  return (ofArchives.length > 0 ? ofArchives : [...hashes]).sort();
}

/** Removes the providers with a version that is not allowed from a dependency lock file. */
export function withoutRefused(lock: string, required: readonly RequiredProvider[]): string {
  const locked = lockedVersions(lock);
  const refused = required.flatMap(({ address, constraints }) => {
    const version = locked.get(address);
    return version === undefined || meetsConstraints(version, constraints) ? [] : [address];
  });
  return lock.replace(BLOCK, (block, address: string) => (refused.includes(address) ? "" : block));
}

/** The dependency lock file of a stack. Empty if there is none. @param stackFolder the folder that Terraform runs in */
export function readLock(stackFolder: string): string {
  return readIfThere(path.join(stackFolder, LOCK_FILE));
}
