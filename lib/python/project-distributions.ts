import type * as toml from "smol-toml" with { "resolution-mode": "import" };
import { readRequirement, readRequirements } from "./requirements-file";

/**
 * The names of the distributions that a project's file names: its dependencies of all groups, or everything in its lock
 * file. Empty when the file can't be read.
 * @param name `pyproject.toml`, `Pipfile`, `poetry.lock`, `uv.lock`, `pdm.lock`, `Pipfile.lock` or `requirements.txt`
 */
export function projectDistributions(name: string, text: string): readonly string[] {
  try {
    if (name === "requirements.txt") return readRequirements(text).requirements.map((each) => each.name);
    if (name === "Pipfile.lock") return inPipfileLock(JSON.parse(text));
    const { parse } = require("smol-toml") as typeof toml;
    const document = parse(text);
    if (name.endsWith(".lock")) return listed(document.package).flatMap((each) => textOf(tableOf(each).name));
    if (name === "Pipfile") return [...keysOf(document.packages), ...keysOf(document["dev-packages"])];
    return inPyproject(document);
  } catch {
    return [];
  }
}

type Table = Readonly<Record<string, unknown>>;

/** packaging.python.org, "pyproject.toml specification"; python-poetry.org, "The pyproject.toml file" (2.2). */
function inPyproject(document: Table): string[] {
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
  ];
  const required = lists
    .flatMap(listed)
    .flatMap((each) => readRequirement(textOf(each)[0] ?? "")?.name ?? []);
  return [...required, ...tables.flatMap(keysOf).filter((key) => key !== "python")];
}

function inPipfileLock(document: unknown): string[] {
  return Object.entries(tableOf(document)).flatMap(([group, packages]) =>
    group === "_meta" ? [] : keysOf(packages),
  );
}

function tableOf(value: unknown): Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

function keysOf(value: unknown): string[] {
  return Object.keys(tableOf(value));
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string[] {
  return typeof value === "string" ? [value] : [];
}
