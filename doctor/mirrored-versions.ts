import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { shortAddress } from "./provider-address";
import { isVersion, sortVersions } from "./version-constraint";

/**
 * The versions of a provider that a mirror has for a platform, the oldest first. Terraform knows two layouts, and one mirror can have both:
 * unpacked, `<address>/<version>/<platform>/`, and packed, `<address>/terraform-provider-<name>_<version>_<platform>.zip`.
 * @param address with its registry: `registry.terraform.io/hashicorp/aws`
 * @param platform `linux_amd64`
 */
export function mirroredVersions(mirror: string, address: string, platform: string): string[] {
  const folder = path.join(mirror, address);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const prefix = `terraform-provider-${path.posix.basename(shortAddress(address))}_`;
  const suffix = `_${platform}.zip`;
  const versions = names.flatMap((name) => {
    if (name.startsWith(prefix) && name.endsWith(suffix)) {
      const version = name.slice(prefix.length, -suffix.length);
      return isVersion(version) ? [version] : [];
    }
    return isVersion(name) && isFolder(path.join(folder, name, platform)) ? [name] : [];
  });
  return sortVersions([...new Set(versions)]);
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
