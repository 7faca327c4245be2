import { mirroredVersions } from "./mirrored-versions";
import { type RequiredProvider, shortAddress } from "./provider-address";
import { lockedVersions } from "./provider-lock";
import { meetsConstraints } from "./version-constraint";

/** The differences between a lock and the needs of its stack, one line each. */
export function lockProblems(lock: string, required: readonly RequiredProvider[]): string[] {
  const locked = lockedVersions(lock);
  return required.flatMap(({ address, constraints }) => {
    const version = locked.get(address);
    return version === undefined
      ? [`it has no ${address}, which the stack needs`]
      : meetsConstraints(version, constraints)
        ? []
        : [`it names ${shortAddress(address)} ${version}, but the stack allows ${constraints}`];
  });
}

/**
 * The locked versions that the mirrors of this machine don't have, although they have other allowed versions:
 * `kreuzwerker/docker 4.4.0 (but 4.5.0)`.
 */
export function missingInMirrors(
  lock: string,
  required: readonly RequiredProvider[],
  mirrors: readonly string[],
): string[] {
  const locked = lockedVersions(lock);
  return required.flatMap(({ address, constraints }) => {
    const version = locked.get(address);
    const others = mirroredVersions(mirrors, address).filter((other) => meetsConstraints(other, constraints));
    return version === undefined || others.length === 0 || others.includes(version)
      ? []
      : [`${shortAddress(address)} ${version} (but ${others.join(", ")})`];
  });
}

/** The changed versions in a lock: `kreuzwerker/docker 4.4.0 → 4.5.0`. */
export function lockChanges(before: string, after: string): string[] {
  const [old, now] = [lockedVersions(before), lockedVersions(after)];
  return [...now].flatMap(([address, version]) => {
    const name = shortAddress(address);
    const was = old.get(address);
    return was === version ? [] : [was === undefined ? `${name} ${version}` : `${name} ${was} → ${version}`];
  });
}
