import type { ImageFiles } from "../image-files";
import { PythonModule } from "./python-module";

const read = new WeakMap<ImageFiles, Map<string, PythonModule>>();

/** A Python file of the context. Each file is read and parsed only once. */
export function pythonModule(files: ImageFiles, contextPath: string): PythonModule {
  let modules = read.get(files);
  if (!modules) {
    modules = new Map();
    read.set(files, modules);
  }
  let module = modules.get(contextPath);
  if (!module) {
    module = new PythonModule(files.read(contextPath));
    modules.set(contextPath, module);
  }
  return module;
}

/**
 * The paths at which the import system searches for a module (docs.python.org, "The import system"). A package comes
 * before a file.
 */
export function moduleCandidates(folder: string, name: string): readonly [string, string] {
  const base = `${folder}/${name.replaceAll(".", "/")}`;
  return [`${base}/__init__.py`, `${base}.py`];
}

/** A module in the image, and the file of the context that it comes from. */
export interface FoundModule {
  /** The module's name in an absolute import. */
  readonly name: string;
  readonly contextPath: string;
  /** A folder with `__init__.py`. */
  readonly isPackage: boolean;
}

/** Finds a module's file, if that is certain. */
export function findModule(files: ImageFiles, folder: string, name: string): FoundModule | undefined {
  for (const candidate of moduleCandidates(folder, name)) {
    const file = files.find(candidate);
    if (file.state === "from-context")
      return { name, contextPath: file.contextPath, isPackage: candidate.endsWith("/__init__.py") };
  }
  return undefined;
}

/**
 * The modules of the context that are loaded whenever `name` is: the module itself, its parent packages, and the
 * modules that they import at module level. Changes of the search path (`sys.path`) are not taken into account.
 */
export function reachableModules(files: ImageFiles, folder: string, name: string): FoundModule[] {
  const found = new Map<string, FoundModule>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const ancestor of [...parents(next), next]) {
      if (found.has(ancestor)) continue;
      const module = findModule(files, folder, ancestor);
      if (!module) continue;
      found.set(ancestor, module);
      waiting.push(...imported(module, pythonModule(files, module.contextPath)));
    }
  }
  return [...found.values()];
}

/** `a.b.c` is in `a` and `a.b`. */
function parents(name: string): string[] {
  const parts = name.split(".");
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("."));
}

/** The absolute names of what a module imports; some may not be modules but names in one. */
function imported({ name, isPackage }: FoundModule, { imports }: PythonModule): string[] {
  return imports.flatMap(({ level, module, names }) => {
    let base = module;
    if (level > 0) {
      const parts = name.split(".");
      const up = parts.slice(0, parts.length - level + (isPackage ? 1 : 0));
      base = [...up, ...(module ? [module] : [])].join(".");
    }
    return [...(base ? [base] : []), ...names.map((one) => (base ? `${base}.${one}` : one))];
  });
}
