import distributions from "./data/distributions.json";
import aliases from "./data/module-aliases.json";
import standardLibrary from "./data/standard-library.json";
import { distributionName } from "./distribution-name";
import type { InstalledPackages } from "./installed-packages";
import type { Requirement } from "./requirements-file";

/** The possible origins of imported modules. data/renew.py makes the tables. Each table names its source. */

const standardModules = once((): ReadonlySet<string> => new Set(standardLibrary.modules.split(" ")));
const distributionsByModule = once(
  (): ReadonlyMap<string, readonly string[]> =>
    new Map(
      Object.entries(aliases.distributions).map(([module, names]) => [
        module,
        names.split(" ").map(distributionName),
      ]),
    ),
);

interface Distribution {
  readonly version: string;
  readonly modules: readonly string[];
  readonly requires: readonly string[];
}

const knownDistributions = once(
  (): ReadonlyMap<string, Distribution> =>
    new Map(
      Object.entries(distributions.distributions).map(([name, entry]) => {
        const [version = "", modules = "", requires = ""] = entry.split("; ");
        return [name, { version, modules: split(modules), requires: split(requires) }];
      }),
    ),
);

/** Computes a value on the first call, since most synths don't check anything. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Distributions on AWS's base images for Python: AWS Lambda Developer Guide, "Runtime-included SDK versions" (read
 * 2026-11-24), awslambdaric 4.0.1's requirements/base.txt, and pip with the packages that came with it up to Python
 * 3.11.
 */
const IN_RUNTIME = ["boto3", "awslambdaric", "pip", "setuptools", "wheel"];
/** Further modules: the runtime's own in /var/runtime, and modules of older versions of setuptools. */
const RUNTIME_MODULES = new Set(["bootstrap", "pkg_resources", "runtime_client", "snapshot_restore_py"]);

function split(text: string): string[] {
  return text.trim() === "" ? [] : text.trim().split(" ");
}

/** Whether it is a module of the standard library of any Python from 3.9 to 3.14. */
export function isStandard(module: string): boolean {
  return standardModules().has(module);
}

/**
 * Returns a test whether one of the installed distributions, or the runtime, may contain a module. `undefined` when
 * they may contain any module.
 */
export function whatIsInstalled(installed: InstalledPackages): ((module: string) => boolean) | undefined {
  if (!installed.complete) return undefined;
  const names = new Set<string>();
  for (const requirement of installed.requirements) {
    const all = installed.closed ? closedBy(requirement) : broughtBy(requirement);
    if (!all) return undefined;
    for (const name of all) names.add(name);
  }
  for (const name of IN_RUNTIME) for (const one of closure(name)) names.add(one);
  const modules = new Set([...names].flatMap((name) => knownDistributions().get(name)?.modules ?? []));
  return (module) =>
    RUNTIME_MODULES.has(module) ||
    modules.has(module) ||
    (distributionsByModule().get(module) ?? []).some((name) => names.has(name)) ||
    [...names].some((name) => alike(name, module));
}

/** The distribution itself, if its modules are known. */
function closedBy({ name }: Requirement): readonly string[] | undefined {
  return knownDistributions().has(name) ? [name] : undefined;
}

/** The distribution and all its possible dependencies, if they are known for the required version. */
function broughtBy({ name, version, extras }: Requirement): Iterable<string> | undefined {
  const known = knownDistributions().get(name);
  if (!known || !fits(version, known.version)) return undefined;
  const all = closure(name);
  // The table includes extras, but not the dependencies of each of them.
  if (extras.length > 0 && [...all].some((one) => !knownDistributions().has(one))) return undefined;
  return all;
}

function closure(name: string): ReadonlySet<string> {
  const all = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (all.has(next)) continue;
    all.add(next);
    waiting.push(...(knownDistributions().get(next)?.requires ?? []));
  }
  return all;
}

/** Whether the required versions have the table's major version. Another major version may have other dependencies. */
function fits(asked: string, version: string): boolean {
  const major = Number.parseInt(version, 10);
  return asked.split(",").every((clause) => {
    const [, operator, number] = /^(==|===|~=|<=|<|>=|>|!=)(\d+)/.exec(clause) ?? [];
    if (clause === "" || operator === "!=") return true;
    if (operator === undefined) return false;
    const bound = Number(number);
    if (operator === "<") return bound === major || bound === major + 1;
    return operator.startsWith(">") ? bound <= major : bound === major;
  });
}

/**
 * Whether a module may belong to a distribution with a similar name: `opensearchpy` and `opensearch-py`, `dotenv` and
 * `python-dotenv`.
 */
function alike(distribution: string, module: string): boolean {
  const [one, other] = [distribution, module].map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, "")) as [
    string,
    string,
  ];
  return one.includes(other) || other.includes(one);
}

/** The names of the distributions to install for a module, as far as known. */
export function distributionsOf(module: string): readonly string[] {
  const written = split(new Map(Object.entries(aliases.distributions)).get(module) ?? "");
  const known = [...knownDistributions()]
    .filter(([, { modules }]) => modules.includes(module))
    .map(([name]) => name);
  if (known.includes(distributionName(module))) return [distributionName(module)];
  if (known.length === 0) return written.length > 0 ? written : [module];
  return known.map((name) => written.find((one) => distributionName(one) === name) ?? name);
}
