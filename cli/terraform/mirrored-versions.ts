import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { providerPlatform, shortAddress } from "./provider-address";
import { isVersion, sortVersions } from "./version-constraint";

/**
 * The versions of a provider that mirrors have for a platform, the oldest first. Terraform supports two layouts, and one mirror can
 * have both: unpacked, `<address>/<version>/<platform>/`, and packed,
 * `<address>/terraform-provider-<name>_<version>_<platform>.zip`.
 * @param address with its registry: `registry.terraform.io/hashicorp/aws`
 * @param platform `linux_amd64`
 * @default - this machine's
 */
export function mirroredVersions(
  mirrors: readonly string[],
  address: string,
  platform: string = providerPlatform(),
): string[] {
  return sortVersions([...new Set(mirrors.flatMap((mirror) => versionsIn(mirror, address, platform)))]);
}

function versionsIn(mirror: string, address: string, platform: string): string[] {
  const folder = path.join(mirror, address);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const prefix = `terraform-provider-${path.posix.basename(shortAddress(address))}_`;
  const suffix = `_${platform}.zip`;
  return names.flatMap((name) => {
    if (name.startsWith(prefix) && name.endsWith(suffix)) {
      const version = name.slice(prefix.length, -suffix.length);
      return isVersion(version) ? [version] : [];
    }
    return isVersion(name) && isFolder(path.join(folder, name, platform)) ? [name] : [];
  });
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
