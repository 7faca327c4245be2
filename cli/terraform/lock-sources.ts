import { mirroredVersions } from "./mirrored-versions";
import { type RequiredProvider, shortAddress } from "./provider-address";
import { meetsConstraints, sortVersions } from "./version-constraint";

/** The source of a provider's hashes: a mirror, or the registry. */
export interface LockSource {
  readonly address: string;
  /** @default - the registry */
  readonly mirror?: string;
}

/** A provider whose hashes aren't available. */
export interface NoLockSource {
  /** The reason. */
  readonly problem: string;
  /** The platforms for which they are available. */
  readonly platforms: readonly string[];
}

/** The sources of providers, to lock them. */
export interface LockPlaces {
  readonly platforms: readonly string[];
  readonly mirrors: readonly string[];
  /** Whether the registry of providers answers. */
  readonly registry: boolean;
}

/**
 * Finds a source of a provider's hashes for all platforms. Mirrors are preferred, as in `init`.
 * @param provider its constraints may be the one version that is locked already
 */
export function lockSource(provider: RequiredProvider, places: LockPlaces): LockSource | NoLockSource {
  const { address, constraints } = provider;
  const found = places.mirrors.map((mirror) => inMirror(mirror, provider, places.platforms));
  const whole = found.find(({ newest, missing }) => newest !== undefined && missing.length === 0);
  if (whole) {
    return { address, mirror: whole.mirror };
  }
  if (places.registry) {
    return { address };
  }
  const part = found.find(({ newest }) => newest !== undefined);
  const name = shortAddress(address);
  return part
    ? {
        problem: `${name} ${part.newest} is not available for ${part.missing.join(", ")}: the mirror ${part.mirror} doesn't have it`,
        platforms: places.platforms.filter((platform) => !part.missing.includes(platform)),
      }
    : {
        problem: `${name} ${constraints} is not available: no mirror on this machine has it for ${places.platforms.join(", ")}`,
        platforms: [],
      };
}

/**
 * The packages of a provider in a mirror. `terraform providers lock` takes the newest version there, and needs it for
 * each platform.
 */
function inMirror(mirror: string, { address, constraints }: RequiredProvider, platforms: readonly string[]) {
  const has = new Map(
    platforms.map((platform) => [
      platform,
      mirroredVersions([mirror], address, platform).filter((version) =>
        meetsConstraints(version, constraints),
      ),
    ]),
  );
  const newest = sortVersions([...has.values()].flat()).at(-1);
  const missing = [...has].flatMap(([platform, versions]) =>
    newest !== undefined && versions.includes(newest) ? [] : [platform],
  );
  return { mirror, newest, missing };
}
