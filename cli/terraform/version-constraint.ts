/** A version of a provider: semantic versioning 2.0.0. */
interface ProviderVersion {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** The parts after `-`. None for a release. */
  readonly prerelease: readonly string[];
  /** The part after `+`. It has no order. */
  readonly metadata: string;
}

/** One constraint of a list. */
interface Constraint {
  readonly operator: string;
  readonly bound: ProviderVersion;
  /** How many numbers were written: two in `4.3`. */
  readonly numbers: number;
}

const CONSTRAINT =
  /^(=|!=|>=|<=|>|<|~>|)( ?)(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;
const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

/** Whether a text is a whole version, such as `5.100.0` or `6.0.0-beta1`. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/**
 * Whether a version meets constraints such as `>= 4.3.0, < 5.0.0, != 4.5.0`, by the rules of `terraform init`
 * (apparentlymart/go-versions 1.0.2, `MeetingConstraints`; OpenTofu has the same). A prerelease only matches a constraint that
 * names exactly that version. `~> 4.3` means any 4, `~> 4.3.1` any 4.3.
 * @returns true for constraints that can't be parsed: Terraform reports their errors
 */
export function meetsConstraints(text: string, constraints: string): boolean {
  const version = parseVersion(text);
  if (version === undefined) {
    return false;
  }
  const parts = constraints.trim() === "" ? [] : constraints.trim().replace(/,$/, "").split(",");
  const parsed = parts.map((part) => parseConstraint(part.trim()));
  return parsed.every(isDefined)
    ? parsed.every((constraint) => meets(version, constraint)) &&
        (version.prerelease.length === 0 || parsed.some(({ operator }) => operator === "="))
    : true;
}

/** Versions from the oldest to the newest, as semantic versioning orders them. */
export function sortVersions(versions: readonly string[]): string[] {
  return versions
    .flatMap((text) => {
      const version = parseVersion(text);
      return version === undefined ? [] : [{ text, version }];
    })
    .sort((a, b) => compare(a.version, b.version))
    .map(({ text }) => text);
}

function parseVersion(text: string): ProviderVersion | undefined {
  const found = VERSION.exec(text);
  return found ? versionOf(found.slice(1)) : undefined;
}

function versionOf(parts: readonly (string | undefined)[]): ProviderVersion {
  const [major, minor, patch, prerelease, metadata = ""] = parts;
  return {
    numbers: [Number(major), Number(minor ?? 0), Number(patch ?? 0)],
    prerelease: prerelease?.split(".") ?? [],
    metadata,
  };
}

function parseConstraint(text: string): Constraint | undefined {
  const [, operator, space, ...parts] = CONSTRAINT.exec(text) ?? [];
  return operator === undefined || (operator === "" && space !== "")
    ? undefined
    : {
        operator: operator || "=",
        bound: versionOf(parts),
        numbers: parts.slice(0, 3).filter(isDefined).length,
      };
}

function meets(version: ProviderVersion, { operator, bound, numbers }: Constraint): boolean {
  const order = compare(version, bound);
  switch (operator) {
    case "=":
      return same(version, bound);
    case "!=":
      return !same(version, bound);
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    default:
      return order >= 0 && compare(version, afterPessimistic(bound, numbers)) < 0;
  }
}

/** The first version that `~>` refuses. The last written number may grow, or the second if only one was written. */
function afterPessimistic({ numbers: [major, minor] }: ProviderVersion, written: number): ProviderVersion {
  return {
    numbers: written === 3 ? [major, minor + 1, 0] : [major + 1, 0, 0],
    prerelease: [],
    metadata: "",
  };
}

/** Metadata matters only for equality. */
function same(a: ProviderVersion, b: ProviderVersion): boolean {
  return compare(a, b) === 0 && a.metadata === b.metadata;
}

function compare(a: ProviderVersion, b: ProviderVersion): number {
  for (const [index, number] of a.numbers.entries()) {
    const other = b.numbers[index] as number;
    if (number !== other) {
      return number - other;
    }
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

/**
 * A release comes after its prereleases, numbers come before words, and of two with the same beginning the shorter
 * comes first.
 */
function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) {
    return b.length - a.length;
  }
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) {
      return 1;
    }
    if (part !== other) {
      return comparePrereleaseParts(part, other);
    }
  }
  return a.length - b.length;
}

function comparePrereleaseParts(a: string, b: string): number {
  const [numberA, numberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numberA && numberB) {
    return Number(a) - Number(b);
  }
  if (numberA !== numberB) {
    return numberA ? -1 : 1;
  }
  return a < b ? -1 : 1;
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
