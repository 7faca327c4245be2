import type { ImageFiles } from "../image-files";
import { moduleCandidates } from "./module-candidates";
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
    const { text, isUtf8 } = files.readDecoded(contextPath);
    module = new PythonModule(text, isUtf8);
    modules.set(contextPath, module);
  }
  return module;
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

/** The modules in the folders of the image in which Python searches. */
export class OwnModules {
  private paths: readonly string[] | undefined;
  private readonly found = new Map<string, FoundModule | "namespace" | "unknown" | "absent">();
  /** The folders of the search path that packages are in. */
  private readonly packages = new Map<string, string>();

  constructor(
    private readonly files: ImageFiles,
    /** In order. */
    private readonly folders: readonly string[],
  ) {}

  /** A module of the context, a package without `__init__.py`, or nothing. `unknown` when that can't be known. */
  find(name: string): FoundModule | "namespace" | "unknown" | "absent" {
    let found = this.found.get(name);
    if (found === undefined) {
      found = this.search(name);
      this.found.set(name, found);
    }
    return found;
  }

  /** The names of the modules and packages at the top. */
  tops(): readonly string[] {
    return this.below("");
  }

  /** The names of the modules in a package. */
  below(name: string): readonly string[] {
    const below = name === "" ? "" : `${name.replaceAll(".", "/")}/`;
    return this.folders.flatMap((folder) => namesBelow(this.all(), `${folder}/${below}`));
  }

  /** Whether a file of the context, or one in a folder of it, is a module anywhere in the image. */
  isCopied(contextPath: string): boolean {
    return this.all().some((file) => {
      const found = this.files.find(file);
      if (found.state !== "from-context") return false;
      return contextPath.endsWith("/")
        ? found.contextPath.startsWith(contextPath)
        : found.contextPath === contextPath;
    });
  }

  private search(name: string): FoundModule | "namespace" | "unknown" | "absent" {
    let namespace = false;
    const parent = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    // The modules of a package with `__init__.py` are in its folder, and in no other.
    const only = this.packages.get(parent);
    for (const folder of only === undefined ? this.folders : [only]) {
      const candidates = moduleCandidates(folder, name);
      for (const candidate of candidates) {
        const { state } = this.files.find(candidate);
        // What package managers install is known by the names of the distributions, not by their files.
        if (state === "unknown" && /\/(site|dist)-packages$/.test(folder)) continue;
        if (state === "unknown") return "unknown";
        if (state !== "from-context") continue;
        const found = findModule(this.files, folder, name);
        if (found?.isPackage) this.packages.set(name, folder);
        return found ?? "unknown";
      }
      const base = `${folder}/${name.replaceAll(".", "/")}`;
      // A compiled module: `name.cpython-313-x86_64-linux-gnu.so`.
      if (this.all().some((file) => file.startsWith(`${base}.`))) return "unknown";
      const below = this.all().filter((file) => file.startsWith(`${base}/`));
      namespace ||= below.some((file) => file.endsWith(".py"));
      // A folder of data or of compiled modules.
      if (below.length > 0 && !namespace) return "unknown";
    }
    return namespace ? "namespace" : "absent";
  }

  private all(): readonly string[] {
    this.paths ??= this.files.list();
    return this.paths;
  }
}

/** The modules and packages directly in a folder. */
function namesBelow(all: readonly string[], folder: string): string[] {
  const names = all.flatMap((file) => {
    if (!file.startsWith(folder) || !file.endsWith(".py")) return [];
    const [first = ""] = file.slice(folder.length).split("/");
    return first === "__init__.py" ? [] : [first.replace(/\.py$/, "")];
  });
  return [...new Set(names)];
}

/**
 * The modules of the context that are loaded whenever `name` is: the module itself, its parent packages, and the
 * modules that they import at module level. Changes of the search path (`sys.path`) are not taken into account.
 * @param others The folders in which Python searches after the first one.
 */
export function reachableModules(
  files: ImageFiles,
  folder: string,
  name: string,
  others: readonly string[] = [],
): FoundModule[] {
  const found = new Map<string, FoundModule>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const ancestor of [...parents(next), next]) {
      if (found.has(ancestor)) continue;
      const module = [folder, ...others].reduce<FoundModule | undefined>(
        (before, each) => before ?? findModule(files, each, ancestor),
        undefined,
      );
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
