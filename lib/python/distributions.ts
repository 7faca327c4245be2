import type distributionsFile from "./data/distributions.json";
import type aliasesFile from "./data/module-aliases.json";
import type standardFile from "./data/standard-library.json";
import { distributionName } from "./distribution-name";

/**
 * Facts about published distributions and the standard library. data/renew.py makes the tables, and each names its
 * source. They are loaded when they are first needed, since most synths check no imports.
 */

/** A distribution, in its newest version and sometimes one of an older major version: packaging.python.org, "Core metadata specifications". */
export interface Distribution {
  /** Newest first. */
  readonly versions: readonly string[];
  /** The names that can be imported, at the top. */
  readonly modules: readonly string[];
  /** What it requires on each Python from 3.9 to 3.14 on Linux. */
  readonly requires: readonly Wanted[];
  /** What it requires only on some of them. */
  readonly mayRequire: readonly Wanted[];
  /** What it requires in addition, by extra. @default - not known */
  readonly extras?: ReadonlyMap<string, readonly Wanted[]>;
}

/** A distribution that another one requires, with extras: `uvicorn[standard]`. */
export interface Wanted {
  readonly name: string;
  readonly extras: readonly string[];
}

/** Whether it is a module of the standard library of any Python from 3.9 to 3.14. */
export function isStandard(module: string): boolean {
  return standardModules().has(module);
}

export function knownDistribution(name: string): Distribution | undefined {
  return distributions().get(name);
}

/**
 * The names of the distributions to install for a module, the way their authors write them. Empty when it isn't known.
 */
export function distributionsOf(module: string): readonly string[] {
  const written = aliases().get(module) ?? [];
  const known = providers().get(module) ?? [];
  if (known.includes(distributionName(module))) return [distributionName(module)];
  if (known.length === 0) return written;
  return known.map((name) => written.find((one) => distributionName(one) === name) ?? name);
}

/** All modules that can be imported from a distribution of the tables, or from the standard library. */
export function knownModules(): Iterable<string> {
  return [...providers().keys(), ...aliases().keys(), ...standardModules()];
}

const standardModules = once((): ReadonlySet<string> => {
  const { modules } = require("./data/standard-library.json") as typeof standardFile;
  return new Set(modules.split(" "));
});

const aliases = once((): ReadonlyMap<string, readonly string[]> => {
  const table = require("./data/module-aliases.json") as typeof aliasesFile;
  return new Map(Object.entries(table.distributions).map(([module, names]) => [module, words(names)]));
});

const distributions = once((): ReadonlyMap<string, Distribution> => {
  const table = require("./data/distributions.json") as typeof distributionsFile;
  return new Map(Object.entries(table.distributions).map(([name, row]) => [name, readRow(row)]));
});

const providers = once((): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const [name, { modules }] of distributions()) {
    for (const module of modules) {
      const names = found.get(module);
      if (names) names.push(name);
      else found.set(module, [name]);
    }
  }
  return found;
});

/** `versions; modules; requirements, with ? what is required only sometimes; extra=requirement,requirement …` */
function readRow(row: string): Distribution {
  const [versions = "", modules = "", required = "", extras] = row.split("; ");
  const [mayRequire, requires] = [true, false].map((sometimes) =>
    words(required)
      .filter((word) => word.endsWith("?") === sometimes)
      .map((word) => readWanted(word.replace(/\?$/, ""))),
  ) as [Wanted[], Wanted[]];
  return {
    versions: versions.split(" "),
    modules: words(modules),
    requires,
    mayRequire,
    ...(extras !== undefined && {
      extras: new Map(
        words(extras).map((word) => {
          const [extra = "", names = ""] = word.split("=");
          return [extra, names.split(/,(?![^[]*\])/).map(readWanted)];
        }),
      ),
    }),
  };
}

function readWanted(text: string): Wanted {
  const [name = "", extras = ""] = text.replace("]", "").split("[");
  return { name, extras: extras === "" ? [] : extras.split(",") };
}

function words(text: string): string[] {
  return text.trim() === "" ? [] : text.trim().split(" ");
}

/** Computes a value on the first call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
