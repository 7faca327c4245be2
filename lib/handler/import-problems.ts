import * as path from "node:path";
import { includeAgain, placeOfRule } from "../ignore-rule";
import type { ImageFiles } from "../image-files";
import { nearest } from "../nearest";
import type { Problem } from "../problem";
import { isStandard, knownModules } from "../python/distributions";
import type { InstalledPackages } from "../python/installed-packages";
import { type ModuleOrigins, moduleOrigins, type PythonBase } from "../python/module-origins";
import type { PythonImport } from "../python/python-imports";
import type { PythonModule } from "../python/python-module";
import { type FoundModule, OwnModules, pythonModule, reachableModules } from "../python/python-modules";
import { listed, quote } from "./handler-check";
import { importMissing, installing, type Missing, outsidePackage } from "./import-missing";
import { copyInstruction, type FolderFiles, type OwnFile, ownFile } from "./own-file";
import { published, USUAL_NAMES } from "./usual-names";

/** The modules of a function, and the packages that its image may contain. */
export interface ImportCheck {
  /** The handler, for example `lambda_function.handler`. */
  readonly handler: string;
  readonly files: ImageFiles;
  readonly taskRoot: string;
  /** The folders in which Python searches then, in order. @default - none */
  readonly searchFolders?: readonly string[];
  readonly folder: FolderFiles;
  /**
   * The packages that the Dockerfile installs. Its `complete` must be false if the image may contain packages from
   * elsewhere: another base image, packages copied from elsewhere.
   */
  readonly installed: InstalledPackages;
  readonly base: PythonBase;
}

/**
 * Imports that nothing in the image can satisfy, in the modules that are loaded when the function starts. Only
 * unconditional imports at module level are checked, and each by itself.
 */
export function importProblems(given: ImportCheck): Problem[] {
  const check = { ...given, taskRoot: path.posix.resolve("/", given.taskRoot) };
  const { files, handler, taskRoot, searchFolders } = check;
  const dot = handler.lastIndexOf(".");
  if (dot <= 0) return [];
  const name = handler.slice(0, dot).replaceAll("/", ".");
  const modules = reachableModules(files, taskRoot, name, searchFolders);
  const sources = modules.map(({ contextPath }) => pythonModule(files, contextPath));
  if (sources.some(({ changesImports }) => changesImports)) return [];
  const imports = new Imports(
    check,
    modules.find((module) => module.name === name),
    sources.some(({ changesSearchPath }) => changesSearchPath),
  );
  return modules.flatMap((module) => imports.problemsIn(module, pythonModule(files, module.contextPath)));
}

class Imports {
  private readonly own: OwnModules;
  private readonly reported = new Set<string>();
  private computed: ModuleOrigins | undefined;
  /** The folder of the context that is copied to the task root, with `/` at the end. @default - not known */
  private readonly root: string | undefined;

  constructor(
    private readonly check: ImportCheck,
    handler: FoundModule | undefined,
    /** The code may add folders to the search path. */
    private readonly searchesElsewhere: boolean,
  ) {
    this.own = new OwnModules(check.files, [check.taskRoot, ...(check.searchFolders ?? [])]);
    const ending =
      handler && `${handler.name.replaceAll(".", "/")}${handler.isPackage ? "/__init__" : ""}.py`;
    if (ending !== undefined && handler?.contextPath.endsWith(ending))
      this.root = handler.contextPath.slice(0, -ending.length);
  }

  problemsIn(module: FoundModule, source: PythonModule): Problem[] {
    return source.imports.flatMap((each) => this.problem(module, source, each) ?? []);
  }

  private problem(module: FoundModule, source: PythonModule, each: PythonImport): Problem | undefined {
    const base = absoluteName(module, each);
    if (base === undefined)
      return this.once(`relative ${module.name}`, () =>
        outsidePackage(module, source, each, this.check.handler),
      );
    const [top = ""] = base.split(".");
    if (each.level === 0 && isStandard(top)) return undefined;
    const missing = { module, source, from: each.from };
    const name = base === "" ? undefined : this.firstMissing(base);
    if (name !== undefined) {
      if (name.includes(".")) return this.once(name, () => this.submodule({ ...missing, name }, each));
      return this.once(name, () => this.topLevel({ ...missing, name }));
    }
    // `from package import name`: a name of the package, or a module in it.
    for (const one of each.names) {
      const whole = base === "" ? one : `${base}.${one}`;
      if (base !== "" && this.isMissingName(base, one))
        return this.once(whole, () => this.submodule({ ...missing, name: whole }, each));
    }
    return undefined;
  }

  private once(name: string, make: () => Problem | undefined): Problem | undefined {
    if (this.reported.has(name)) return undefined;
    const problem = make();
    if (problem) this.reported.add(name);
    return problem;
  }

  /** The first part of `a.b.c` that is certainly missing: `a`, `a.b` or `a.b.c`. */
  private firstMissing(name: string): string | undefined {
    const parts = name.split(".");
    for (let length = 1; length <= parts.length; length++) {
      const part = parts.slice(0, length).join(".");
      const found = this.own.find(part);
      if (found === "absent")
        return length === 1 || this.isWhole(parts.slice(0, length - 1).join(".")) ? part : undefined;
      if (found === "unknown") return undefined;
    }
    return undefined;
  }

  private isMissingName(base: string, name: string): boolean {
    if (!/^[^\W\d]\w*$/.test(name) || /^__.*__$/.test(name)) return false;
    const found = this.own.find(base);
    if (found === "absent" || found === "unknown" || !this.isWhole(base)) return false;
    if (found === "namespace") return this.own.find(`${base}.${name}`) === "absent";
    if (!found.isPackage) return false;
    const source = pythonModule(this.check.files, found.contextPath);
    return source.find(name) === undefined && this.own.find(`${base}.${name}`) === "absent";
  }

  /** Whether all modules of a package are in its folder. Other folders may have parts of a package without `__init__.py`. */
  private isWhole(name: string): boolean {
    const [top = ""] = name.split(".");
    if (this.own.find(top) !== "namespace") return true;
    const { mayProvide, named } = this.origins;
    return !this.searchesElsewhere && !mayProvide(top) && (named || published(top).length === 0);
  }

  private get origins(): ModuleOrigins {
    this.computed ??= moduleOrigins(this.check.installed, this.check.base);
    return this.computed;
  }

  private topLevel(missing: Missing): Problem | undefined {
    const { name } = missing;
    const { installed, folder } = this.check;
    const { mayProvide, named, known, modules } = this.origins;
    if (this.searchesElsewhere || mayProvide(name)) return undefined;
    if (installed.project && folder.files.some((file) => isModuleOf(file, name))) return undefined;
    const distributions = published(name);
    // A distribution that isn't known may bring a well-known one.
    if (distributions.length > 0 && !named) return undefined;
    const file = this.fileOf(missing);
    const meant = file ? undefined : nearest(name, this.own.tops());
    const near =
      meant ??
      (file || distributions.length > 0 ? undefined : nearest(name, [...modules, ...knownModules()]));
    // Where not all that is installed is known, only what looks like a module of the folder is reported, and what is
    // almost the name of something that is installed.
    const looksOwn =
      file !== undefined ||
      (installed.complete &&
        (USUAL_NAMES.has(name) || (meant !== undefined && name.length > 4) || isTypo(name, [...modules])));
    if (!known && !looksOwn && distributions.length === 0) return undefined;
    const base = this.check.base === "lambda" ? "Lambda's runtime" : "the base image";
    const names = installed.groups.flatMap(({ requirements }) => requirements.map(({ written }) => written));
    return importMissing(missing, {
      near,
      reason: `It is not part of Python's standard library, ${base} or the folder, and no package that the Dockerfile installs provides it${listed([...new Set(names)])}.`,
      fix: file
        ? this.fixOf(file, missing)
        : near !== undefined && distributions.length === 0
          ? `Write ${quote(near)}, if that is meant.`
          : installing(name, distributions, installed.files[0]),
    });
  }

  private submodule(missing: Missing, each: PythonImport): Problem | undefined {
    const { name } = missing;
    const at = name.lastIndexOf(".");
    const [parent, last] = [name.slice(0, at), name.slice(at + 1)];
    const { installed } = this.check;
    // The build of a package may write its version to a module.
    if (installed.project && /^_?_?version/.test(last)) return undefined;
    const found = this.own.find(parent);
    if (found === "absent" || found === "unknown") return undefined;
    const folder = `${parent.replaceAll(".", "/")}/`;
    if (found !== "namespace" && !found.isPackage)
      return importMissing(missing, {
        reason: `${quote(parent)} is the file ${found.contextPath}, so it has no modules.`,
        fix: `Make ${quote(parent)} a folder, or correct the import.`,
      });
    const file = this.fileOf(missing);
    const names = this.own.below(parent);
    const near = file ? undefined : nearest(last, names);
    const asName = each.names.includes(last) && name !== absoluteName(missing.module, each);
    return importMissing(missing, {
      near,
      ...(asName && { effect: `cannot import name '${last}' from '${parent}'` }),
      reason: `${quote(parent)} is ${folder} of the folder, which has no module${asName ? " and defines no name" : ""} ${quote(last)}${listed(names)}.`,
      fix: file
        ? this.fixOf(file, missing)
        : near !== undefined
          ? `Write ${quote(near)}, if that is meant.`
          : `Create ${folder}${last}.py, or remove the import.`,
    });
  }

  /** The file of the folder that an import means: where it would have to be, or beside the file that imports it. */
  private fileOf({ module, name }: Missing): OwnFile | undefined {
    const beside = module.contextPath.slice(0, module.contextPath.lastIndexOf("/") + 1);
    return ownFile(this.check.folder, new Set([this.root ?? beside, beside, ""]), name);
  }

  private fixOf(file: OwnFile, { name, module }: Missing): string {
    const { taskRoot, base } = this.check;
    const { ignoredBy } = file;
    if (ignoredBy)
      return `${file.path} is in the folder, but ${placeOfRule(ignoredBy)} excludes it. ${includeAgain(ignoredBy, file.path)}`;
    const root = base === "lambda" && taskRoot === "/var/task" ? "${LAMBDA_TASK_ROOT}" : taskRoot;
    const copy = copyInstruction(file, name, root);
    if (!this.own.isCopied(file.path))
      return `${file.path} is in the folder, but no COPY copies it to ${taskRoot}. Add to the Dockerfile, before CMD: ${copy}`;
    const parent = module.name.split(".").slice(0, -1).join(".");
    const write = parent === "" ? "" : `Write ${quote(`from ${parent} import ${name}`)}, or copy it there: `;
    return `${file.path} is in the image, but Python searches in ${taskRoot}. ${write}${copy}`;
  }
}

/** Whether it is almost one of these names. Names that differ in a digit, as `httpx2` and `httpx`, are different ones. */
function isTypo(name: string, names: readonly string[]): boolean {
  const near = nearest(name, names);
  const digits = (text: string) => text.replace(/\D/g, "");
  return name.length > 4 && near !== undefined && near.length > 4 && digits(name) === digits(near);
}

/** The absolute name of what `import` or `from … import` names. @returns undefined when it is above the topmost package */
function absoluteName({ name, isPackage }: FoundModule, { level, module }: PythonImport): string | undefined {
  if (level === 0) return module;
  const parts = name.split(".");
  const kept = parts.length - level + (isPackage ? 1 : 0);
  if (kept < 1) return undefined;
  return [...parts.slice(0, kept), ...(module ? [module] : [])].join(".");
}

/** Whether a file is a module of that name, or in a package of that name, wherever it lies. */
function isModuleOf(file: string, name: string): boolean {
  const parts = file.split("/");
  return file.endsWith(".py") && (parts.includes(name) || parts.at(-1) === `${name}.py`);
}
