import * as path from "node:path";
import type { ImageFiles } from "../image-files";
import type { JavaScriptModule } from "../javascript/javascript-module";
import { nearest } from "../nearest";
import type { Problem } from "../problem";
import { type HandlerCheck, listed, missingFile, problemAt, quote, showLine, written } from "./handler-check";
import { javascriptModule, kindOf, loadedModules } from "./nodejs-modules";

/**
 * Checks whether the handler of a Node.js function exists, by the rules of the runtime.
 *
 * The rules are those of github.com/aws/aws-lambda-nodejs-runtime-interface-client 3.3.0, src/UserFunction.js: the
 * module is the part before the first dot of the last path segment. The runtime searches for it without a suffix, then
 * as .js, .mjs and .cjs, then as a package. The part after the dot is a path of properties (`load`, `_tryRequire`).
 */
export function nodejsHandlerProblems(check: HandlerCheck): Problem[] {
  const { files, handler, taskRoot } = check;
  const malformed = malformedHandler(check);
  if (malformed) return [malformed];
  const base = path.posix.basename(handler);
  const folder = handler.slice(0, handler.indexOf(base));
  const dot = base.indexOf(".");
  const module = folder + base.slice(0, dot);
  const property = base.slice(dot + 1).split(".")[0] as string;

  const found = findModule(files, path.posix.resolve("/", taskRoot, module));
  if (found === "unknown") return [];
  if (!found) return mayBeElsewhere(check, module) ? [] : [missingModule(check, module, base.slice(dot + 1))];
  const source = javascriptModule(files, found.contextPath);
  const syntax = loadedModules(files, found.imagePath, found.contextPath).flatMap((loaded) =>
    loaded.source.syntaxError ? [syntaxProblem(loaded.contextPath, loaded.source)] : [],
  );
  if (source.syntaxError) return syntax;
  const kind = kindOf(files, found.imagePath);
  const as = source.hasModuleSyntax ? "module" : kind;
  if (source.find(property, as) !== undefined)
    return [...syntax, ...callbackProblems(check, found.contextPath, source, property)];
  return [...syntax, missingFunction(check, found.contextPath, source, { kind: as, module, property })];
}

function malformedHandler({ handler, where, taskRoot }: HandlerCheck): Problem | undefined {
  const problem = (what: string, reason: string, meant: string) =>
    problemAt(where, {
      code: "handler-malformed",
      message: `${quote(handler)} is not a handler: ${what}`,
      reason: `${reason} Every invocation would fail.`,
      fix: `Write ${written(where, meant)}: the file without .js, a dot, the exported function.`,
    });
  if (handler.includes(".."))
    return problem(
      "it has two dots in a row",
      "The runtime refuses paths that leave a folder (“is not a valid handler name”).",
      path.posix.resolve("/", taskRoot, handler.replace(/\.\.+(?!\/)/, ".")).slice(taskRoot.length + 1),
    );
  if (!path.posix.basename(handler).includes("."))
    return problem(
      "it has no dot between file and function",
      "The runtime splits its last part at the first dot (“Bad handler”).",
      handler.includes(":") ? handler.replace(":", ".") : `${handler.replace(/\/$/, "") || "index"}.handler`,
    );
  return undefined;
}

interface Found {
  readonly imagePath: string;
  readonly contextPath: string;
}

/** The file that the runtime loads, in its order of search. A folder of that name is a Node.js package. */
function findModule(files: ImageFiles, base: string): Found | "unknown" | undefined {
  let unknown = false;
  for (const candidate of candidates(base)) {
    // Without a suffix the path is usually a folder.
    if (candidate === base && !files.list().includes(base)) continue;
    const file = files.find(candidate);
    if (file.state === "from-context") {
      // A package.json names its main file. Only Node.js can resolve that.
      if (candidate.endsWith("/package.json")) return "unknown";
      return { imagePath: candidate, contextPath: file.contextPath };
    }
    unknown ||= file.state === "unknown";
  }
  return unknown ? "unknown" : undefined;
}

function candidates(base: string): readonly string[] {
  return ["", ".js", ".mjs", ".cjs", "/package.json", "/index.js"].map((suffix) => base + suffix);
}

function mayBeElsewhere(
  { files, searchesElsewhere, taskRoot, ...check }: HandlerCheck,
  module: string,
): boolean {
  if (searchesElsewhere) return true;
  const base = path.posix.resolve("/", taskRoot, module);
  if (
    files
      .list()
      .some((file) => [".json", ".node", "/index.json", "/index.node"].some((end) => file === base + end))
  )
    return true;
  // Finally the runtime searches for a package of that name.
  const name = path.posix.basename(check.handler).split(".")[0] as string;
  const manifest = files.find(`${taskRoot}/package.json`);
  if (manifest.state !== "from-context") return false;
  // A dependency: "name": "version". Not a field, as "main": "index.js".
  const dependency = new RegExp(
    `"${name.replace(/[^\w-]/g, "\\$&")}"\\s*:\\s*"(?:[\\^~<>=*\\d]|latest|file:|npm:|git|https?:|workspace:)`,
  );
  return dependency.test(files.read(manifest.contextPath));
}

function missingModule(check: HandlerCheck, module: string, name: string): Problem {
  const base = path.posix.resolve("/", check.taskRoot, module);
  return missingFile(check, {
    candidates: [".js", ".mjs", ".cjs", "", "/index.js"].map((suffix) => base + suffix),
    module,
    modules: modulesBelow(check),
    function: name,
    reason: `The runtime loads ${quote(module)} when the function starts, and would fail with “Cannot find module '${path.posix.basename(module)}'” at every invocation.`,
  });
}

function modulesBelow({ files, taskRoot }: HandlerCheck): string[] {
  return files
    .list()
    .filter((file) => file.startsWith(`${taskRoot}/`) && /(?<!\.config)\.[cm]?js$/.test(file))
    .map((file) => file.slice(taskRoot.length + 1).replace(/\.[cm]?js$/, ""))
    .filter((module) => !module.includes("node_modules/"));
}

/**
 * From Node.js 24 on the runtime refuses a handler with a callback: a function with three parameters (AWS Lambda Developer
 * Guide, “Define Lambda function handler in Node.js”, read 2026-11-28; the client counts `length`,
 * WarningForCallbackHandlers.js 3.3.0).
 */
function callbackProblems(
  check: HandlerCheck,
  file: string,
  source: JavaScriptModule,
  property: string,
): Problem[] {
  const major = Number.parseInt(check.version ?? "", 10);
  const count = major >= 24 ? source.parametersOf(property) : undefined;
  if (count === undefined || count < 3) return [];
  return [
    problemAt(check.where, {
      code: "handler-arguments",
      message: `The handler ${quote(property)} in ${file} takes a callback, which Lambda's runtime for Node.js ${major} refuses`,
      reason:
        "From Node.js 24 on a handler with three parameters is an error (Runtime.CallbackHandlerDeprecated). Every invocation would fail.",
      fix: `Write export const ${property} = async (event, context) => …, and return the result instead of calling back. Or stay on Node.js 22.`,
    }),
  ];
}

function syntaxProblem(file: string, { source, syntaxError }: JavaScriptModule): Problem {
  const { message = "", line = 1, column = 1 } = syntaxError ?? {};
  const place = { file, line, column };
  return problemAt(place, {
    code: "javascript-syntax",
    message: `Node.js can't read ${file}: ${message}`,
    reason: `${showLine(source, place)}\nThe runtime loads the file when the function starts. Every invocation would fail with a SyntaxError.`,
    fix: `Correct line ${line} of ${file}. To check it: node --check ${file}`,
  });
}

interface Sought {
  readonly kind: "module" | "commonjs" | "either";
  /** The module, as the handler names it. */
  readonly module: string;
  readonly property: string;
}

function missingFunction(
  check: HandlerCheck,
  file: string,
  source: JavaScriptModule,
  sought: Sought,
): Problem {
  const { where } = check;
  const { kind, module, property } = sought;
  const isSuffix = ["js", "mjs", "cjs"].includes(property);
  const inModule = kind === "module" && source.commonNames.has(property);
  const names = [...(kind === "module" ? source.moduleNames : source.commonNames)].filter(
    (name) => name !== "__esModule",
  );
  const meant = isSuffix ? undefined : nearest(property, names);
  const add = kind === "module" ? `export const ${property} = …` : `exports.${property} = …`;
  const reason = `The runtime reads ${quote(property)} from the exports of ${file}${listed(names)}, and would fail with “${check.handler} is undefined or not exported” at every invocation.`;
  if (inModule) {
    return problemAt(where, {
      code: "handler-function-missing",
      message: `${file} is an ES module, but exports ${quote(property)} in CommonJS's way`,
      reason: `${file.endsWith(".mjs") ? ".mjs" : '"type": "module" in package.json'} makes it an ES module, in which ${quote("exports")} doesn't exist. The runtime would fail with a ReferenceError.`,
      fix: `In ${file}, write export const ${property} = … instead of exports.${property} = …, or name the file .cjs.`,
    });
  }
  const suggested = meant ?? (isSuffix ? (nearest("handler", names) ?? names[0] ?? "handler") : undefined);
  return problemAt(where, {
    code: "handler-function-missing",
    message: isSuffix
      ? `${quote(check.handler)} contains the suffix of the file`
      : `${file} exports no ${quote(property)}${meant ? ` — did you mean ${quote(meant)}?` : ""}`,
    reason,
    fix: suggested
      ? `Write ${written(where, `${module}.${suggested}`)}`
      : `Add to ${file}: ${add}, or use a function that it exports.`,
  });
}
