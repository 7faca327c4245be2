import type * as toml from "smol-toml" with { "resolution-mode": "import" };
import { distributionName } from "./distribution-name";
import { type Requirement, readRequirement, readRequirements } from "./requirements-file";

/** What a project's file says of its requirements. */
export interface ProjectRequirements {
  /** Of all groups and extras. In a lock file: everything that is installed. */
  readonly requirements: readonly Requirement[];
  /** A build backend adds requirements that are not in the file, or the file could not be read. */
  readonly dynamic: boolean;
  /** The project, or another one in the folder, is itself a package that is installed. */
  readonly isPackage: boolean;
}

/**
 * Reads the requirements of a project.
 * @param name `pyproject.toml`, `Pipfile`, `poetry.lock`, `uv.lock`, `pdm.lock` or `Pipfile.lock`
 */
export function projectRequirements(name: string, text: string): ProjectRequirements {
  try {
    if (name === "Pipfile.lock")
      return { requirements: inPipfileLock(text), dynamic: false, isPackage: false };
    if (name.endsWith(".lock")) return inLock(text);
    const { parse } = require("smol-toml") as typeof toml;
    const document = parse(text);
    return name === "Pipfile" ? inPipfile(document) : inPyproject(document);
  } catch {
    return { requirements: [], dynamic: true, isPackage: true };
  }
}

/** The names of the distributions that a project's file names. Empty when the file can't be read. */
export function projectDistributions(name: string, text: string): readonly string[] {
  if (name === "requirements.txt") return readRequirements(text).requirements.map((each) => each.name);
  return projectRequirements(name, text).requirements.map((requirement) => requirement.name);
}

type Table = Readonly<Record<string, unknown>>;

/** packaging.python.org, "pyproject.toml specification"; python-poetry.org, "The pyproject.toml file" (2.2). */
function inPyproject(document: Table): ProjectRequirements {
  const project = tableOf(document.project);
  const tool = tableOf(document.tool);
  const poetry = tableOf(tool.poetry);
  const lists = [
    project.dependencies,
    ...Object.values(tableOf(project["optional-dependencies"])),
    ...Object.values(tableOf(document["dependency-groups"])),
    tableOf(tool.uv)["dev-dependencies"],
    ...Object.values(tableOf(tableOf(tool.pdm)["dev-dependencies"])),
  ];
  const tables = [
    poetry.dependencies,
    poetry["dev-dependencies"],
    ...Object.values(tableOf(poetry.group)).map((group) => tableOf(group).dependencies),
  ].map(tableOf);
  const listed = lists
    .flatMap(listOf)
    .flatMap((each) => (typeof each === "string" ? requirementOf(each) : []));
  const inTables = tables.flatMap(inTable).filter(({ name }) => name !== "python");
  return {
    requirements: [...listed, ...inTables],
    dynamic:
      listOf(project.dynamic).some(
        (field) => field === "dependencies" || field === "optional-dependencies",
      ) ||
      (document.project === undefined && tool.poetry === undefined),
    isPackage:
      (document["build-system"] !== undefined ||
        tableOf(tool.uv).package === true ||
        tool.poetry !== undefined) &&
      poetry["package-mode"] !== false,
  };
}

function inPipfile(document: Table): ProjectRequirements {
  const tables = [document.packages, document["dev-packages"]].map(tableOf);
  const isPackage = tables.some((table) =>
    Object.values(table).some((each) => tableOf(each).path !== undefined),
  );
  return { requirements: tables.flatMap(inTable), dynamic: false, isPackage };
}

/**
 * Lock files are written by programs, always in the same form, and are long. So they are read without a parser:
 * `[[package]]`, then `name = "…"`.
 */
function inLock(text: string): ProjectRequirements {
  const names = [...text.matchAll(/^\[\[package\]\]\r?\n(?:.*=.*\r?\n)*?name = "([^"]+)"/gm)].map(
    ([, name = ""]) => name,
  );
  return {
    requirements: names.map((name) => named(name)),
    dynamic: names.length === 0,
    // Another project of the folder: uv's `editable = "libs/a"`, and poetry's `type = "directory"`.
    isPackage: /\b(editable|directory) = "[^".]|^type = "(directory|file)"/m.test(text),
  };
}

function inPipfileLock(text: string): Requirement[] {
  return Object.entries(tableOf(JSON.parse(text))).flatMap(([group, packages]) =>
    group === "_meta" ? [] : Object.keys(tableOf(packages)).map((name) => named(name)),
  );
}

/** The dependencies in a table of Poetry's or Pipenv's: `name = "^1.2"`, `name = { version = "^1.2", extras = ["a"] }`. */
function inTable(table: Table): Requirement[] {
  return Object.entries(table).map(([name, value]) => {
    if (typeof value === "string") return named(name, constraint(value));
    const { version, extras } = tableOf(value);
    return {
      // From a URL, a repository or a folder: its version is not known.
      ...named(
        name,
        typeof version === "string" ? constraint(version) : Array.isArray(value) ? "" : "unknown",
      ),
      extras: listOf(extras).filter((extra) => typeof extra === "string"),
    };
  });
}

/** `1.2` is an exact version, and `*` any. */
function constraint(version: string): string {
  const plain = version.replace(/\s+/g, "");
  if (plain === "*") return "";
  return /^\d/.test(plain) ? `==${plain}` : plain;
}

function named(name: string, version = ""): Requirement {
  return { name: distributionName(name), written: name, extras: [], version, hashed: false, line: 1 };
}

function requirementOf(text: string): Requirement[] {
  const requirement = readRequirement(text);
  return requirement ? [requirement] : [];
}

function tableOf(value: unknown): Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
