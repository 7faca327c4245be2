import { mirroredVersions } from "./mirrored-versions";
import { type RequiredProvider, shortAddress } from "./provider-address";
import { meetsConstraints, sortVersions } from "./version-constraint";

/** Where the hashes of a provider are taken from: a mirror, or the registry. */
export interface LockSource {
  readonly address: string;
  /** @default - the registry */
  readonly mirror?: string;
}

/** A provider whose hashes can't be had. */
export interface NoLockSource {
  /** Why not, in words. */
  readonly problem: string;
  /** The platforms that they can be had for. */
  readonly platforms: readonly string[];
}

/** Where providers can be had from, to lock them. */
export interface LockPlaces {
  readonly platforms: readonly string[];
  readonly mirrors: readonly string[];
  /** The registry of providers answers. */
  readonly registry: boolean;
}

/**
 * Where the hashes of a provider can be had for all platforms: from a mirror first, as `init` takes providers.
 * @param provider its constraints may name the one version that is locked already
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
        problem: `${name} ${part.newest} can't be had for ${part.missing.join(", ")}: the mirror ${part.mirror} doesn't have it`,
        platforms: places.platforms.filter((platform) => !part.missing.includes(platform)),
      }
    : {
        problem: `${name} ${constraints} can't be had: no mirror on this machine has it for ${places.platforms.join(", ")}`,
        platforms: [],
      };
}

/** What a mirror has of a provider: `terraform providers lock` takes the newest version there, and wants it for each platform. */
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
