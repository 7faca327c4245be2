import * as path from "node:path";
import type { ImageFiles } from "../image-files";
import { nearest } from "../nearest";
import type { Problem } from "../problem";
import type { InstalledPackages } from "../python/installed-packages";
import { distributionsOf, isStandard, whatIsInstalled } from "../python/module-origins";
import { moduleCandidates, pythonModule, reachableModules } from "../python/python-modules";
import { listed, placeOf, quote, showLine } from "./handler-check";

/** The modules of a function, and the packages that its image may contain. */
export interface ImportCheck {
  /** The handler, for example `lambda_function.handler`. */
  readonly handler: string;
  readonly files: ImageFiles;
  readonly taskRoot: string;
  /**
   * The packages that the Dockerfile installs. Its `complete` must be false if the image may contain packages from
   * elsewhere: another base image, packages copied from elsewhere, a `PYTHONPATH`.
   */
  readonly installed: InstalledPackages;
}

/**
 * Imports that nothing in the image can satisfy, in the modules that are loaded when the function starts. Only
 * unconditional imports at module level are checked. Nothing is checked unless all installed packages and their
 * dependencies are known.
 */
export function importProblems(check: ImportCheck): Problem[] {
  const taskRoot = path.posix.resolve("/", check.taskRoot);
  const { files, handler, installed } = check;
  const isInstalled = whatIsInstalled(installed);
  const dot = handler.lastIndexOf(".");
  if (!isInstalled || dot <= 0) return [];
  const modules = reachableModules(files, taskRoot, handler.slice(0, dot).replaceAll("/", "."));
  const sources = modules.map(({ contextPath }) => ({
    contextPath,
    source: pythonModule(files, contextPath),
  }));
  if (sources.some(({ source }) => source.changesSearchPath)) return [];

  const problems: Problem[] = [];
  const reported = new Set<string>();
  for (const { contextPath, source } of sources) {
    for (const { level, module, from } of source.imports) {
      const top = module.split(".")[0] as string;
      if (level > 0 || reported.has(top) || isStandard(top) || isInstalled(top)) continue;
      if (mayBeInFolder(files, taskRoot, top)) continue;
      reported.add(top);
      problems.push(missing({ ...check, taskRoot }, contextPath, source.source, from, top));
    }
  }
  return problems;
}

/** Whether a file, folder or compiled module of that name is, or may be, below the task root. */
function mayBeInFolder(files: ImageFiles, taskRoot: string, top: string): boolean {
  if (moduleCandidates(taskRoot, top).some((candidate) => files.find(candidate).state !== "absent"))
    return true;
  const base = `${taskRoot}/${top}`;
  return files.list().some((file) => file.startsWith(`${base}/`) || file.startsWith(`${base}.`));
}

function missing(check: ImportCheck, file: string, source: string, from: number, top: string): Problem {
  const place = placeOf(file, source, from);
  const { files, taskRoot, installed } = check;
  const absent = moduleCandidates(taskRoot, top)
    .map((candidate) => files.find(candidate))
    .find((found) => found.state === "absent" && found.why !== "not-in-context");
  const own = files
    .list()
    .filter((name) => name.startsWith(`${taskRoot}/`) && /^[^/]+\.py$/.test(name.slice(taskRoot.length + 1)))
    .map((name) => name.slice(taskRoot.length + 1, -".py".length));
  const meant = absent ? undefined : nearest(top, own);
  const [requirements] = installed.files;
  const names = distributionsOf(top);
  const add = `Add ${names.map(quote).join(" or ")} to ${requirements ?? "requirements.txt"}`;
  return {
    code: "import-missing",
    severity: "warning",
    ...place,
    message: `${file} imports ${quote(top)}, which is not in the image${meant ? ` — did you mean ${quote(meant)}?` : ""}`,
    reason: `${showLine(source, place)}\nIt is not part of Python's standard library, Lambda's runtime or the folder, and no package that the Dockerfile installs provides it${listed(installed.requirements.map(({ written }) => written))}. The function would fail at start with “No module named '${top}'”.`,
    fix:
      why(absent) ??
      (requirements ? `${add}.` : `${add}, and to the Dockerfile: RUN pip3 install -r requirements.txt`),
  };
}

/** The reason why a file of the folder doesn't reach the image. */
function why(absent: ReturnType<ImageFiles["find"]> | undefined): string | undefined {
  if (absent?.state !== "absent" || absent.contextPath === undefined) return undefined;
  const { contextPath, ignoredBy } = absent;
  if (absent.why === "not-copied") return `${contextPath} is in the folder, but no COPY copies it. Add one.`;
  const place = ignoredBy ? `line ${ignoredBy.line} of ${ignoredBy.file}` : "the ignore file";
  return `${contextPath} is in the folder, but ${place} excludes it. Change that line.`;
}
