import { nearest } from "../nearest";
import type { Problem } from "../problem";
import { moduleCandidates } from "../python/module-candidates";
import type { PythonBinding, PythonModule } from "../python/python-module";
import { findModule, pythonModule, reachableModules } from "../python/python-modules";
import type { PythonParameters } from "../python/python-parameters";
import { type HandlerCheck, listed, missingFile, placeOf, problemAt, quote, written } from "./handler-check";
import { takenModule } from "./python-own-module";
import { syntaxProblems } from "./python-syntax-problems";

/**
 * Checks whether the handler of a Python function exists, by the rules of the runtime.
 *
 * The rules are those of github.com/aws/aws-lambda-python-runtime-interface-client 4.0.1, awslambdaric/bootstrap.py,
 * `_get_handler`: split at the last dot, `/` becomes `.`, `importlib.import_module`, `getattr`. Then the handler is
 * called with the event and the context, and its return value is converted to JSON (`handle_event_request`).
 */
export function pythonHandlerProblems(check: HandlerCheck): Problem[] {
  const { files, handler, where } = check;
  const malformed = malformedHandler(check);
  if (malformed) return [malformed];
  const dot = handler.lastIndexOf(".");
  const module = handler.slice(0, dot).replaceAll("/", ".");
  const name = handler.slice(dot + 1);
  const taken = takenModule(check, module);
  if (taken) return [taken];

  const root = searchRoot(check, module);
  if (root === "unknown") return [];
  const found = root === undefined ? undefined : findModule(files, root, module);
  if (root === undefined || !found)
    return mayBeElsewhere(check, module) ? [] : [missingModule(check, module, name)];
  const syntax = reachableModules(files, root, module).flatMap(({ contextPath }) =>
    syntaxProblems(contextPath, pythonModule(files, contextPath), check.version),
  );
  const source = pythonModule(files, found.contextPath);
  if (source.syntaxError) return syntax;
  const binding = source.find(name);
  if (binding === undefined)
    return [...syntax, missingFunction(check, found.contextPath, source, module, name)];
  return [
    ...syntax,
    ...(binding === "unknown" ? [] : callProblems(found.contextPath, source, name, binding, where)),
  ];
}

/**
 * The first folder of the search path that has the module.
 * @returns undefined when none has it, `unknown` when that depends on a folder that isn't known
 */
function searchRoot(
  { files, taskRoot, searchFolders = [] }: HandlerCheck,
  module: string,
): string | "unknown" | undefined {
  for (const folder of [taskRoot, ...searchFolders]) {
    const found = moduleCandidates(folder, module).map((candidate) => files.find(candidate).state);
    if (found.includes("from-context")) return folder;
    if (found.includes("unknown")) return "unknown";
  }
  return undefined;
}

function malformedHandler(check: HandlerCheck): Problem | undefined {
  const { handler, taskRoot } = check;
  const trimmed = handler.trim().replace(/^\.\//, "");
  const inTask = trimmed.startsWith(`${taskRoot}/`) ? trimmed.slice(taskRoot.length + 1) : trimmed;
  const clean = inTask.replace(/\.py:/, ".").replace(":", ".");
  const problem = (what: string, reason: string, meant: string) =>
    problemAt(check.where, {
      code: "handler-malformed",
      message: `${quote(handler)} is not a handler: ${what}`,
      reason: `${reason} Every invocation would fail.`,
      fix: `Write ${written(check.where, meant)}: the file without .py, a dot, the function.`,
    });
  if (!handler.includes("."))
    return problem(
      "it has no dot between file and function",
      "The runtime splits it at the last dot (“Bad handler”).",
      clean.includes(".") ? clean : `${clean || "app"}.${suggestFunction(check, clean)}`,
    );
  if (handler.includes(":"))
    return problem("it has a colon instead of a dot", "The runtime splits it at the last dot.", clean);
  const parts = handler.replaceAll("/", ".").split(".");
  if (parts.some((part) => part === ""))
    return problem(
      "a part of it is empty",
      "The runtime imports the file by name, from its search folder. A path from the root, or one that begins with a dot, is not such a name.",
      clean
        .replaceAll("/", ".")
        .split(".")
        .filter((part) => part !== "")
        .join("."),
    );
  if (handler !== handler.trim())
    return problem("it begins or ends with a space", "The space would be part of the name.", clean);
  return undefined;
}

function suggestFunction(check: HandlerCheck, module: string): string {
  const found = findModule(check.files, check.taskRoot, module);
  if (!found) return "handler";
  const source = pythonModule(check.files, found.contextPath);
  const names = functions(source);
  return nearest("handler", names) ?? names.find((name) => name.includes("handler")) ?? "handler";
}

function functions(source: PythonModule): string[] {
  return source.names.filter((name) => {
    const binding = source.find(name);
    return binding !== undefined && binding !== "unknown" && binding.kind === "function";
  });
}

/** Whether the module may come from a place that is not known. */
function mayBeElsewhere(check: HandlerCheck, module: string): boolean {
  if (check.searchesElsewhere) return true;
  // Compiled modules: app.cpython-313-x86_64-linux-gnu.so, app.so, app.pyc. Packages of another version of Python.
  const base = module.replaceAll(".", "/");
  return check.files
    .list()
    .some(
      (path) =>
        (path.includes(`/${base}.`) && /\.(so|pyc)$/.test(path)) ||
        [`-packages/${base}.py`, `-packages/${base}/__init__.py`].some((end) => path.endsWith(end)),
    );
}

function missingModule(check: HandlerCheck, module: string, name: string): Problem {
  const [init, file] = moduleCandidates(check.taskRoot, module);
  const others = (check.searchFolders ?? []).flatMap((folder) => moduleCandidates(folder, module));
  const withoutSuffix = module.endsWith(".py") ? module.slice(0, -3) : undefined;
  const modules = modulesBelow(check);
  return missingFile(check, {
    candidates: [file, init],
    others,
    module: withoutSuffix ?? module,
    modules,
    function: name,
    reason: `The runtime imports ${quote(module)} when the function starts, and would fail with “Unable to import module '${module}'” at every invocation.`,
  });
}

/** Every module below the task root, as an import names it. */
function modulesBelow({ files, taskRoot }: HandlerCheck): string[] {
  const modules = files
    .list()
    .filter((path) => path.startsWith(`${taskRoot}/`) && path.endsWith(".py"))
    .map((path) => path.slice(taskRoot.length + 1, -".py".length).replaceAll("/", "."))
    .map((module) => module.replace(/(^|\.)__init__$/, ""));
  return modules.filter((module) => module !== "" && module !== "setup");
}

function missingFunction(
  check: HandlerCheck,
  file: string,
  source: PythonModule,
  module: string,
  name: string,
): Problem {
  const { where } = check;
  const names = functions(source);
  const meant = name === "py" ? undefined : (nearest(name, names) ?? nearest(name, source.names));
  const suggested = meant ?? (name === "py" ? suggestFunction(check, module) : undefined);
  const what =
    name === "py"
      ? `${quote(check.handler)} is the name of a file, without a function`
      : `${file} has no ${quote(name)}${meant ? ` — did you mean ${quote(meant)}?` : ""}`;
  return problemAt(where, {
    code: "handler-function-missing",
    message: what,
    reason: `The runtime searches for ${quote(name)} in ${file}, at module level${listed(names)}, and would fail with “Handler '${name}' missing on module '${module}'” at every invocation.`,
    fix: suggested
      ? `Write ${written(where, `${module}.${suggested}`)}`
      : `Add to ${file}: def ${name}(event, context): …, or use a function that exists.`,
  });
}

function callProblems(
  file: string,
  source: PythonModule,
  name: string,
  { call }: PythonBinding,
  where: HandlerCheck["where"],
): Problem[] {
  if (!call) return [];
  const place = placeOf(file, source.source, call.from);
  const problems: Problem[] = [];
  if (call.async) {
    problems.push(
      problemAt(place, {
        code: "handler-async",
        message: `The handler ${quote(name)} is an async function, which Lambda's Python runtime doesn't await`,
        reason: `Calling it (${where.file}${where.line ? `:${where.line}` : ""}) only creates a coroutine. Its code never runs, and the invocation fails because a coroutine can't be converted to JSON.`,
        fix: `Make the handler a plain function that runs the async one: def ${name}(event, context): return asyncio.run(main(event, context))`,
      }),
    );
  }
  const cannot = cannotTakeTwo(call.parameters);
  if (cannot) {
    problems.push(
      problemAt(place, {
        code: "handler-arguments",
        message: `The handler ${quote(name)} ${cannot}, but Lambda calls it with two: the event and the context`,
        reason: "Every invocation would fail with a TypeError.",
        fix: `Write def ${name}(event, context):`,
      }),
    );
  }
  return problems;
}

/** Why a function can't be called with two positional arguments. */
function cannotTakeTwo({ required, positional, keywords }: PythonParameters): string | undefined {
  if (positional < 2) return positional <= 0 ? "takes no arguments" : "takes one argument";
  if (required > 2) return `needs ${required} arguments`;
  const [keyword] = keywords;
  return keyword === undefined ? undefined : `needs the keyword argument ${quote(keyword)}`;
}
