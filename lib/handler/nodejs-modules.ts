import * as path from "node:path";
import type { ImageFile, ImageFiles } from "../image-files";
import type { JavaScriptImport } from "../javascript/javascript-imports";
import { JavaScriptModule } from "../javascript/javascript-module";

/** How Node.js loads a file. */
export type ModuleKind = "module" | "commonjs" | "either";

/** A JavaScript file of the image that comes from the folder. */
export interface NodejsModule {
  readonly imagePath: string;
  readonly contextPath: string;
  readonly kind: ModuleKind;
  readonly source: JavaScriptModule;
}

const read = new WeakMap<ImageFiles, Map<string, JavaScriptModule>>();

/** A JavaScript file of the context. Each file is read and parsed only once. */
export function javascriptModule(files: ImageFiles, contextPath: string): JavaScriptModule {
  const modules = read.get(files) ?? new Map<string, JavaScriptModule>();
  read.set(files, modules);
  const module = modules.get(contextPath) ?? new JavaScriptModule(files.read(contextPath));
  modules.set(contextPath, module);
  return module;
}

/** How many modules are read at most. More are a bundle, or code of others. */
const MODULES = 500;

/** The modules of the folder that are loaded whenever one of them is, in the order in which they are found. */
export function loadedModules(
  files: ImageFiles,
  imagePath: string,
  contextPath: string,
): readonly NodejsModule[] {
  const found = new Map<string, NodejsModule>();
  const waiting = [{ imagePath, contextPath }];
  for (let next = waiting.shift(); next !== undefined && found.size < MODULES; next = waiting.shift()) {
    if (found.has(next.imagePath) || !/\.[cm]?js$/.test(next.imagePath)) continue;
    const source = javascriptModule(files, next.contextPath);
    const kind = source.hasModuleSyntax ? "module" : kindOf(files, next.imagePath);
    const module = { ...next, kind, source };
    found.set(next.imagePath, module);
    for (const one of source.imports) {
      const file = relativeFile(files, module, one);
      if (file?.state === "from-context")
        waiting.push({ imagePath: file.imagePath, contextPath: file.contextPath });
    }
  }
  return [...found.values()];
}

/** The file that a relative import loads, or the reason why there is none. `undefined` for a package. */
export function relativeFile(
  files: ImageFiles,
  { imagePath, kind: isModule }: Pick<NodejsModule, "imagePath" | "kind">,
  { specifier, kind }: JavaScriptImport,
): (ImageFile & { readonly imagePath: string }) | undefined {
  if (!/^(\.{1,2}(\/|$)|\/)/.test(specifier) || /[?#]/.test(specifier)) return undefined;
  const base = path.posix.resolve(path.posix.dirname(imagePath), specifier);
  // An import loads just the file that it names: nodejs.org, “ECMAScript modules”, Mandatory file extensions. A require
  // also tries these: “CommonJS modules”, All together.
  const exact = kind === "import" && isModule === "module";
  const candidates = exact ? [base] : [base, ...SUFFIXES.map((suffix) => base + suffix)];
  const states = candidates.map((candidate) => ({ candidate, file: files.find(candidate) }));
  for (const { candidate, file } of states) {
    // A folder has a package.json, whose main file only Node.js finds.
    if (candidate.endsWith("/package.json") && file.state === "from-context")
      return { state: "unknown", imagePath: candidate };
    if (file.state === "from-context") return { ...file, imagePath: candidate };
  }
  const unknown = states.find(({ file }) => file.state === "unknown");
  if (unknown) return { state: "unknown", imagePath: unknown.candidate };
  const absent = states.flatMap(({ candidate, file }) =>
    file.state === "absent" ? [{ ...file, imagePath: candidate }] : [],
  );
  const nearCertain = absent.some((file) => file.nearCertain);
  const [first] = [
    ...absent.filter(
      (file) => file.why !== "not-in-context" && file.contextPath?.startsWith(base.split("/").at(-1) ?? ""),
    ),
    ...absent.filter((file) => file.why !== "not-in-context"),
    ...absent,
  ];
  return first && { ...first, ...(nearCertain && { nearCertain }) };
}

const SUFFIXES = [
  ".js",
  ".json",
  ".node",
  ".mjs",
  ".cjs",
  "/package.json",
  "/index.js",
  "/index.json",
  "/index.node",
];

/** For .js the nearest package.json decides (`_hasFolderPackageJsonTypeModule`). */
export function kindOf(files: ImageFiles, imagePath: string): ModuleKind {
  if (imagePath.endsWith(".mjs")) return "module";
  if (!imagePath.endsWith(".js")) return imagePath.endsWith(".cjs") ? "commonjs" : "either";
  for (let folder = path.posix.dirname(imagePath); ; folder = path.posix.dirname(folder)) {
    if (folder.endsWith("/node_modules")) return "commonjs";
    const found = files.find(path.posix.join(folder, "package.json"));
    if (found.state === "unknown") return "either";
    if (found.state === "from-context") return typeOf(files.read(found.contextPath));
    if (folder === "/") return "commonjs";
  }
}

function typeOf(packageJson: string): "module" | "commonjs" {
  try {
    const parsed: unknown = JSON.parse(packageJson);
    const isModule =
      typeof parsed === "object" && parsed !== null && "type" in parsed && parsed.type === "module";
    return isModule ? "module" : "commonjs";
  } catch {
    // The runtime does the same with a file that it can't read.
    return "commonjs";
  }
}
