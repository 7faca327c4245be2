/** A provider in a lock file. */
export interface LockedProvider {
  /** For example `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  readonly version: string;
  /** With the scheme before each: `h1:` of what is in a package, `zh:` of the archive. */
  readonly hashes: readonly string[];
}

/** The providers of a lock file (.terraform.lock.hcl), which Terraform and OpenTofu write in one layout. */
export function lockedProviders(lock: string): LockedProvider[] {
  return [...lock.matchAll(/^provider "([^"]+)" \{\n([\s\S]*?)^\}/gm)].map(
    ([, address = "", block = ""]) => ({
      address,
      version: /^\s*version\s*=\s*"([^"]*)"/m.exec(block)?.[1] ?? "",
      hashes: [...block.matchAll(/"((?:h1|zh):[^"]+)"/g)].map(([, hash = ""]) => hash),
    }),
  );
}

/**
 * Those of a provider's hashes that are the same on every platform, where there are any: Terraform takes the `zh:` of all platforms from the
 * registry, and adds the `h1:` of the platforms that it was run on. A mirror of unpacked providers gives `h1:` alone.
 */
export function stableHashes({ hashes }: LockedProvider): string[] {
  const ofArchives = hashes.filter((hash) => hash.startsWith("zh:"));
  return (ofArchives.length > 0 ? ofArchives : [...hashes]).sort();
}
