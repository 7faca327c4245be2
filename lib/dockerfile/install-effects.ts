import * as path from "node:path";
import type { BuildContext } from "../build-context/build-context";
import { distributionName } from "../python/distribution-name";
import { projectDistributions, projectRequirements } from "../python/project-distributions";
import { localFolder, readRequirement, readRequirements } from "../python/requirements-file";
import { allOf, type RunCircumstances, type RunEffects, resolved } from "./effects";
import { below, isBelow } from "./image-path";
import type { InstallCommand } from "./install-command";

/** The effects of a shell script. */
type ScriptEffects = (script: string, circumstances: RunCircumstances) => RunEffects;

/** The effects of a package manager: it writes to its own folder, and runs the scripts of the project. */
export function installEffects(
  install: InstallCommand,
  given: RunCircumstances,
  scriptEffects: ScriptEffects,
): RunEffects {
  const folder = install.folder === undefined ? given.folder : resolved(install.folder, given);
  const { folder: _before, ...others } = given;
  const circumstances = { ...others, ...(folder !== undefined && { folder }) };
  return install.tool === "python"
    ? pythonEffects(install, circumstances)
    : nodeEffects(install, circumstances, scriptEffects);
}

/** What an installation of Python packages brings. */
interface Brought {
  /** Normalized names of distributions. */
  readonly names: Set<string>;
  /** A package without a known name: an archive, another repository. */
  anything: boolean;
  /** The folders in the image of projects that it installs. `undefined` for one that isn't known. */
  readonly projects: (string | undefined)[];
}

/**
 * A dependency may contain the module that CMD names: `datadog_lambda.handler.handler`. Its name is similar to that of
 * its package (`newrelic_lambda_wrapper` of `newrelic-lambda`).
 */
function pythonEffects(install: InstallCommand, circumstances: RunCircumstances): RunEffects {
  let known: Brought | undefined;
  const target = install.into?.option === "target" ? resolved(install.into.folder, circumstances) : undefined;
  const anywhere = install.into?.option === "target" && target === undefined;
  return {
    maker: (imagePath) => {
      if (/\/s?bin\/[^/]+$/.test(imagePath)) return "anything";
      const tops = topNames(imagePath, target, anywhere);
      if (tops.length === 0) return "nothing";
      known ??= broughtBy(install, circumstances);
      const brought = known;
      if (brought.anything) return "anything";
      const named = tops.some((top) => [...brought.names].some((name) => isLike(top, name)));
      if (named) return "anything";
      return brought.projects.some((folder) => mayContain(folder, imagePath, circumstances))
        ? "own-files"
        : "nothing";
    },
    mayChange: () => false,
  };
}

/**
 * Whether a project of the image may contain a module: in its folder or in src/, unless its pyproject.toml names other
 * folders.
 */
function mayContain(
  folder: string | undefined,
  imagePath: string,
  { context, find }: RunCircumstances,
): boolean {
  const [, module] = /\/(?:site|dist)-packages\/(.+)$/.exec(imagePath) ?? [];
  if (folder === undefined || module === undefined) return true;
  const manifest = find(path.posix.join(folder, "pyproject.toml"));
  const text = manifest.state === "from-context" ? context.readText(manifest.contextPath) : "";
  if (/\b(from|where|package-dir|package_dir|sources|only-include|force-include)\b\s*=/.test(text))
    return true;
  return ["", "src"].some((below) => find(path.posix.join(folder, below, module)).state !== "absent");
}

/** The names of the module or package at the top of the folders that it installs into, normalized. */
function topNames(imagePath: string, target: string | undefined, anywhere: boolean): string[] {
  const [, inPackages] = /\/(?:site|dist)-packages\/(.+)$/.exec(imagePath) ?? [];
  const inTarget = target !== undefined && isBelow(imagePath, target) ? below(imagePath, target) : undefined;
  const paths = [inPackages, inTarget].filter((each) => each !== undefined);
  const tops = anywhere ? imagePath.split("/") : paths.map((each) => each.split("/")[0] ?? "");
  return tops.map((top) => normal(top.replace(/\.[^.]*$/, ""))).filter((top) => top !== "");
}

function broughtBy(install: InstallCommand, circumstances: RunCircumstances): Brought {
  const { context, find } = circumstances;
  const brought: Brought = { names: new Set(), anything: false, projects: [] };
  const read = new Set<string>();
  for (const word of install.named) addNamed(word);
  for (const file of install.manifests) addFile(resolved(file, circumstances));
  if (install.project && isPackage()) brought.projects.push(circumstances.folder);
  return brought;

  function addNamed(word: string): void {
    // The project in a folder, with or without extras: `.`, `./lib[aws]`.
    if (/^(\.{0,2}\/|\.{1,2}($|\[)|file:)/.test(word) && !/\.(whl|zip|tar\.gz)$/.test(word)) {
      brought.projects.push(resolved(word.replace(/^file:(\/\/)?|\[.*$/g, "") || ".", circumstances));
      addProject();
      return;
    }
    const requirement = word.includes("$") ? undefined : readRequirement(word);
    if (requirement) brought.names.add(normal(requirement.name));
    else brought.anything = true;
  }

  function addFile(imagePath: string | undefined): void {
    const file = imagePath === undefined ? undefined : find(imagePath);
    if (file?.state !== "from-context") {
      // A file that an earlier command made, for example `poetry export`: the project's own files have the names.
      if (!addProject()) brought.anything = true;
      return;
    }
    const { contextPath } = file;
    if (read.has(contextPath)) return;
    read.add(contextPath);
    if (!/\.(txt|in|lst)$/.test(contextPath)) {
      if (!addProject(path.posix.dirname(contextPath))) brought.anything = true;
      return;
    }
    const { requirements, references, unnamed } = readRequirements(context.readText(contextPath));
    for (const { name } of requirements) brought.names.add(normal(name));
    for (const line of unnamed) addUnnamed(context.readText(contextPath).split(/\r\n|\r|\n/)[line - 1] ?? "");
    for (const { kind, file: other } of references)
      if (kind === "requirements")
        addFile(imagePath === undefined ? undefined : path.posix.join(path.posix.dirname(imagePath), other));
  }

  function addUnnamed(line: string): void {
    const folder = localFolder(line);
    if (folder !== undefined && !/:\/\//.test(line)) addNamed(folder);
    else brought.anything = true;
  }

  /** uv installs a project only if it has a build system (docs.astral.sh/uv, “Configuring projects”, uv 0.9). */
  function isPackage(): boolean {
    const { folder } = circumstances;
    const file = folder === undefined ? undefined : find(path.posix.join(folder, "pyproject.toml"));
    if (install.program !== "uv" || file?.state !== "from-context") return true;
    return projectRequirements("pyproject.toml", context.readText(file.contextPath)).isPackage;
  }

  /** @param folder Only the project in that folder. @default - all projects of the context */
  function addProject(folder?: string): boolean {
    const names = projectNames(context, folder);
    for (const name of names ?? []) brought.names.add(normal(name));
    return names !== undefined;
  }
}

/** @returns undefined when there is no file of a project */
function projectNames(context: BuildContext, folder: string | undefined): readonly string[] | undefined {
  const files = context.entries.filter(
    (entry) =>
      entry.kind === "file" &&
      PROJECT_FILES.has(path.posix.basename(entry.path)) &&
      (folder === undefined || path.posix.dirname(entry.path) === folder) &&
      !entry.path.includes("node_modules/"),
  );
  if (files.length === 0) return undefined;
  return files.flatMap(({ path: name }) =>
    projectDistributions(path.posix.basename(name), context.readText(name)),
  );
}

const PROJECT_FILES = new Set([
  "pyproject.toml",
  "poetry.lock",
  "uv.lock",
  "pdm.lock",
  "Pipfile",
  "Pipfile.lock",
  "requirements.txt",
]);

function normal(name: string): string {
  return distributionName(name).replaceAll("-", "_");
}

function isLike(module: string, name: string): boolean {
  return module === name || module.startsWith(`${name}_`) || name.startsWith(`${module}_`);
}

/** The scripts of a package.json that npm, yarn and pnpm run automatically on install (docs.npmjs.com, "scripts"). */
const LIFECYCLE = [
  "preinstall",
  "install",
  "postinstall",
  "prepublish",
  "preprepare",
  "prepare",
  "postprepare",
];

function nodeEffects(
  install: InstallCommand,
  circumstances: RunCircumstances,
  scriptEffects: ScriptEffects,
): RunEffects {
  const modules: RunEffects = {
    maker: (imagePath) =>
      inModules(imagePath, install, circumstances.folder) || /\/s?bin\/[^/]+$/.test(imagePath)
        ? "anything"
        : "nothing",
    mayChange: () => false,
  };
  if (install.manifests.length === 0 || install.arguments.includes("--ignore-scripts")) return modules;
  const { context, find, folder } = circumstances;
  const file = folder === undefined ? undefined : find(path.posix.join(folder, "package.json"));
  if (file?.state === "absent") return modules;
  const scripts = file?.state === "from-context" ? scriptsOf(context.readText(file.contextPath)) : undefined;
  // It isn't known what its scripts do.
  if (scripts === undefined) return allOf([modules, { maker: () => "own-files", mayChange: () => true }]);
  const own = LIFECYCLE.flatMap((name) => scripts[name] ?? []);
  return allOf([modules, ...own.map((script) => scriptEffects(script, circumstances))]);
}

/** Whether it is in a node_modules that an installation fills: below its folder, or that of all users. */
function inModules(imagePath: string, install: InstallCommand, folder: string | undefined): boolean {
  const at = imagePath.indexOf("/node_modules/");
  if (at === -1) return false;
  if (install.arguments.some((word) => /^(-g|--global)$/.test(word)))
    return imagePath.slice(0, at).endsWith("/lib");
  return folder === undefined || folder === "/" || `${imagePath.slice(0, at)}/`.startsWith(`${folder}/`);
}

/** The scripts of a package.json. @returns undefined when it can't be read */
function scriptsOf(packageJson: string): Readonly<Record<string, string>> | undefined {
  try {
    const parsed: unknown = JSON.parse(packageJson);
    if (typeof parsed !== "object" || parsed === null) return undefined;
    const scripts = "scripts" in parsed ? parsed.scripts : {};
    if (typeof scripts !== "object" || scripts === null) return {};
    return Object.fromEntries(
      Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return undefined;
  }
}
