import { builtinModules } from "node:module";
import * as path from "node:path";
import { includeAgain, placeOfRule } from "../ignore-rule";
import type { ImageFiles } from "../image-files";
import { nearest } from "../nearest";
import type { Problem } from "../problem";
import type { HandlerCheck } from "./handler-check";
import { listed, placeOf, quote, showLine } from "./handler-check";
import { handlerFile } from "./handler-file";
import { loadedModules, type NodejsModule, relativeFile } from "./nodejs-modules";

/** The packages that the image may contain besides the modules of the folder. */
export interface AvailablePackages {
  readonly names: ReadonlySet<string>;
  readonly complete: boolean;
  /** The package.json files of the folder. */
  readonly manifests: readonly string[];
  /** The runtime brings the AWS SDK: AWS Lambda Developer Guide, “Runtime-included SDK versions” (read 2026-11-24). */
  readonly inRuntime: readonly RegExp[];
}

/**
 * Imports that nothing in the image can satisfy, in the modules that are loaded when the function starts. Only
 * unconditional imports at the top of a module are checked.
 */
export function importProblems(check: HandlerCheck, packages: AvailablePackages): Problem[] {
  const { files } = check;
  const imagePath = handlerFile(check);
  const handler = imagePath === undefined ? undefined : files.find(imagePath);
  if (imagePath === undefined || handler?.state !== "from-context") return [];
  const problems: Problem[] = [];
  const reported = new Set<string>();
  for (const module of loadedModules(files, imagePath, handler.contextPath)) {
    for (const one of module.source.imports) {
      const { specifier } = one;
      const file = relativeFile(files, module, one);
      if (file?.state === "absent") {
        if (!reported.has(file.imagePath)) problems.push(missingFile(files, module, one, file));
        reported.add(file.imagePath);
      } else if (file === undefined && !/^[./#]|^\w+:/.test(specifier)) {
        const name = packageOf(specifier);
        if (reported.has(name) || isThere(name, module, files, packages)) continue;
        reported.add(name);
        problems.push(missingPackage(module, one.from, name, packages));
      }
    }
  }
  return problems;
}

/** `@scope/name` of `@scope/name/part`, `name` of `name/part`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function isThere(
  name: string,
  module: NodejsModule,
  files: ImageFiles,
  packages: AvailablePackages,
): boolean {
  if (!packages.complete || builtinModules.includes(name)) return true;
  // A package that only another stage installs is not in the image.
  if (packages.names.has(name) && mayBeInstalled(name, module, files)) return true;
  if (packages.inRuntime.some((pattern) => pattern.test(name))) return true;
  // Modules that are copied from the folder.
  for (let folder = path.posix.dirname(module.imagePath); ; folder = path.posix.dirname(folder)) {
    const base = path.posix.join(folder, "node_modules", name);
    if (files.list().some((file) => file.startsWith(`${base}/`) || file.startsWith(`${base}.`))) return true;
    if (folder === "/") return false;
  }
}

function mayBeInstalled(name: string, { imagePath }: NodejsModule, files: ImageFiles): boolean {
  // NODE_PATH of the runtime has the folders of layers.
  if (
    ["/opt/nodejs/node_modules", "/opt/nodejs"].some(
      (folder) => files.find(`${folder}/${name}/package.json`).state !== "absent",
    )
  )
    return true;
  for (let folder = path.posix.dirname(imagePath); ; folder = path.posix.dirname(folder)) {
    const manifest = files.find(path.posix.join(folder, "node_modules", name, "package.json"));
    if (manifest.state !== "absent" || manifest.nearCertain) return true;
    if (folder === "/") return false;
  }
}

function missingFile(
  files: ImageFiles,
  module: NodejsModule,
  { specifier, from }: { readonly specifier: string; readonly from: number },
  file: Extract<ReturnType<typeof relativeFile>, { state: "absent" }>,
): Problem {
  const place = placeOf(module.contextPath, module.source.source, from);
  const folder = path.posix.dirname(module.imagePath);
  const siblings = files
    .list()
    .filter(
      (each) => /\.[cm]?js$/.test(each) && !each.includes("/node_modules/") && each !== module.imagePath,
    )
    .map((each) => {
      const relative = path.posix.relative(folder, each);
      return relative.startsWith(".") ? relative : `./${relative}`;
    });
  const withoutEnding = (name: string) => name.replace(/\.[cm]?js$/, "");
  const near =
    file.why === "not-in-context"
      ? nearest(withoutEnding(specifier), siblings.map(withoutEnding))
      : undefined;
  const sibling = siblings.find((each) => withoutEnding(each) === near);
  // Only an ES module needs the ending.
  const meant = module.kind === "module" || specifier !== withoutEnding(specifier) ? sibling : near;
  return {
    code: "import-missing",
    severity: file.nearCertain ? "warning" : "error",
    ...place,
    message: `${module.contextPath} imports ${quote(specifier)}, which is not in the image${meant ? ` — did you mean ${quote(meant)}?` : ""}`,
    reason: `${showLine(module.source.source, place)}\nNo step of the Dockerfile puts ${file.imagePath} into the image. The function would fail at start with “Cannot find module”.`,
    fix: fixOf(file, specifier, module.contextPath),
  };
}

function fixOf(
  file: Extract<ReturnType<typeof relativeFile>, { state: "absent" }>,
  specifier: string,
  importer: string,
): string {
  const { contextPath, ignoredBy, why } = file;
  if (why === "ignored" && contextPath !== undefined)
    return ignoredBy
      ? `${contextPath} is in the folder, but ${placeOfRule(ignoredBy)} excludes it. ${includeAgain(ignoredBy, contextPath)}`
      : `${contextPath} is in the folder, but the ignore file excludes it.`;
  if (why === "not-copied" && contextPath !== undefined)
    return `${contextPath} is in the folder, but no COPY copies it to ${file.imagePath}. Add one.`;
  return `Add the file to the folder, or correct ${quote(specifier)} in ${importer}.`;
}

function missingPackage(
  module: NodejsModule,
  from: number,
  name: string,
  packages: AvailablePackages,
): Problem {
  const place = placeOf(module.contextPath, module.source.source, from);
  const [manifest] = packages.manifests;
  const known = [...packages.names, ...builtinModules.filter((each) => !each.startsWith("_"))];
  const elsewhere = packages.names.has(name);
  const meant = elsewhere ? undefined : nearest(name, known);
  const names = [...packages.names].sort();
  return {
    code: "import-missing",
    severity: "warning",
    ...place,
    message: `${module.contextPath} imports ${quote(name)}, which is not in the image${meant ? ` — did you mean ${quote(meant)}?` : ""}`,
    reason: `${showLine(module.source.source, place)}\nIt is not part of Node.js or the runtime, and ${elsewhere ? "no step puts it into the final stage" : `no package.json or lock file names it${names.length > 12 ? "" : listed(names)}`}. The function would fail at start with “Cannot find module '${name}'”.`,
    fix: elsewhere
      ? "Install it in the final stage too, or copy node_modules from the stage that has it: COPY --from=<stage> <folder>/node_modules ./node_modules"
      : meant
        ? `Write ${quote(meant)}, if that is meant.`
        : `If it is the package that you mean (check its name: a misspelled one may belong to somebody else), add it to the dependencies in ${manifest ?? "a package.json"}${manifest ? "" : ", and to the Dockerfile: RUN npm ci --omit=dev"}.`,
  };
}
