import { distributionName } from "./distribution-name";
import { type Distribution, distributionsOf, knownDistribution, type Wanted } from "./distributions";
import type { InstalledGroup, InstalledPackages } from "./installed-packages";
import type { Requirement } from "./requirements-file";

/** What is in the image before the Dockerfile installs anything: one of AWS's base images, or any other with Python. */
export type PythonBase = "lambda" | "python";

/** Where modules may come from that are not files of the folder. */
export interface ModuleOrigins {
  /** Whether an installed distribution, or the base image, may contain a module. */
  mayProvide(module: string): boolean;
  /** The names of all installed distributions are known, including those that others require. */
  readonly named: boolean;
  /** Their modules are known, too. */
  readonly known: boolean;
  /** The modules that are certainly installed, as far as known. One with the name of its distribution is assumed. */
  readonly modules: ReadonlySet<string>;
}

/**
 * On AWS's base images: AWS Lambda Developer Guide, "Runtime-included SDK versions" (read 2026-11-24), awslambdaric
 * 4.0.1's requirements/base.txt, and pip with the packages that came with it up to Python 3.11. On Docker's official
 * images for Python only the latter.
 */
const INCLUDED: Readonly<Record<PythonBase, readonly string[]>> = {
  lambda: ["boto3", "awslambdaric", "pip", "setuptools", "wheel"],
  python: ["pip", "setuptools", "wheel"],
};
/** Modules without a distribution of their own: the runtime's in /var/runtime, and those of older setuptools. */
const INCLUDED_MODULES: Readonly<Record<PythonBase, readonly string[]>> = {
  lambda: ["bootstrap", "pkg_resources", "runtime_client", "snapshot_restore_py"],
  python: ["pkg_resources"],
};

export function moduleOrigins(installed: InstalledPackages, base: PythonBase): ModuleOrigins {
  const names = new Set<string>();
  const seldom = new Set<string>();
  let named = installed.complete;
  for (const group of installed.groups) {
    const frozen = isFrozen(group);
    for (const requirement of group.requirements) {
      if (group.alone) names.add(requirement.name);
      else if (!addAll(requirement, names, seldom) && !frozen) named = false;
    }
  }
  for (const name of INCLUDED[base]) addAll({ name, extras: [], version: "" }, names, seldom);
  const modules = new Set(INCLUDED_MODULES[base]);
  for (const name of names) for (const module of knownDistribution(name)?.modules ?? []) modules.add(module);
  return {
    named,
    known: named && [...names].every((name) => knownDistribution(name) !== undefined),
    modules: new Set([...modules, ...[...names].map((name) => name.replaceAll("-", "_"))]),
    mayProvide: (module) => {
      if (modules.has(module)) return true;
      if (distributionsOf(module).some((name) => names.has(distributionName(name)))) return true;
      // `requests-oauthlib` has no module `requests`, since that is the one of `requests`.
      const exact = knownDistribution(distributionName(module))?.modules.includes(module) === true;
      return [...names, ...seldom].some((name) => (exact ? isBuildOf(name, module) : alike(name, module)));
    },
  };
}

/**
 * Programs that install packages, and AWS's client. A function imports nothing of what only they require, whatever their
 * version.
 */
const TOOLS = new Set(
  "awslambdaric build hatch pdm pip pip-tools pipenv pipx poetry poetry-plugin-export setuptools uv virtualenv wheel".split(
    " ",
  ),
);

/**
 * Adds a distribution and all that it requires.
 * @param seldom Those that it may require, and of which nothing else is known.
 * @returns whether all others are known
 */
function addAll(
  first: Pick<Requirement, "name" | "extras" | "version">,
  names: Set<string>,
  seldom: Set<string>,
): boolean {
  const asked = knownDistribution(first.name);
  let known = TOOLS.has(first.name) || (asked !== undefined && fits(first.version, asked));
  const done = new Set<string>();
  const waiting: Wanted[] = [first];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { name, extras } = next;
    const key = `${name}[${extras}]`;
    if (done.has(key)) continue;
    done.add(key);
    names.add(name);
    const found = knownDistribution(name);
    known &&= (found !== undefined && (extras.length === 0 || found.extras !== undefined)) || TOOLS.has(name);
    waiting.push(...(found?.requires ?? []), ...extras.flatMap((extra) => found?.extras?.get(extra) ?? []));
    // What only some versions of Python need is seldom there, so it need not be known itself.
    for (const other of found?.mayRequire ?? []) {
      if (knownDistribution(other.name)) waiting.push(other);
      else seldom.add(other.name);
    }
  }
  return known;
}

/**
 * Whether a requirements file is the output of `pip freeze`: each version is exact, and what the known distributions
 * require is in it, too. A few may be missing, since another version may require more.
 */
function isFrozen({ requirements }: InstalledGroup): boolean {
  if (requirements.some(({ version }) => !/^===?[^,*]+$/.test(version))) return false;
  const names = new Set(requirements.map(({ name }) => name));
  const required = new Set(
    requirements.flatMap(({ name }) => knownDistribution(name)?.requires.map((each) => each.name) ?? []),
  );
  const present = [...required].filter((name) => names.has(name));
  return present.length >= 4 && present.length >= 0.8 * required.size;
}

/**
 * Whether what the table says holds for the required versions. Another major version may have other requirements, but
 * hardly one that has none today, or whose major version only counts releases or years.
 */
function fits(asked: string, { versions, requires }: Distribution): boolean {
  return versions.some((version) => fitsVersion(asked, version, requires));
}

function fitsVersion(asked: string, version: string, requires: Distribution["requires"]): boolean {
  const major = Number.parseInt(version, 10);
  return asked.split(",").every((clause) => {
    const [, operator, number] = /^(==|===|~=|<=|<|>=|>|!=|\^|~)(\d+)/.exec(clause) ?? [];
    if (clause === "" || operator === "!=") return true;
    if (operator === undefined) return false;
    const bound = Number(number);
    if (requires.length === 0 || (bound > 20 && major > 20)) return true;
    if (operator === "<") return bound === major || bound === major + 1;
    return operator.startsWith(">") ? bound <= major : bound === major;
  });
}

/** Whether a distribution is the one of that name, built in another way: `torch-cpu`, `pillow-simd`. */
function isBuildOf(distribution: string, module: string): boolean {
  const [name, build] =
    /^(.+?)(?:-(?:bin|binary|cpu|gpu|cuda\d*|headless|nightly|ng|simd|core|base|slim))?$/.exec(
      distribution,
    ) ?? [];
  return name !== undefined && build === distributionName(module);
}

/**
 * Whether a module may belong to a distribution with a similar name: `opensearchpy` and `opensearch-py`, `dotenv` and
 * `python-dotenv`. A short module's name must be a whole word of it, as `db` is not of `influxdb`.
 */
function alike(distribution: string, module: string): boolean {
  const plain = module.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (plain.length < 4)
    return distribution.split("-").some((word) => word.replace(/\d+$/, "") === plain || word === plain);
  const other = distribution.replace(/[^a-z0-9]/g, "");
  return other.includes(plain) || plain.includes(other);
}
