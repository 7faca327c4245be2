import type { Problem } from "../problem";
import { type HandlerCheck, problemAt, quote, written } from "./handler-check";

/**
 * Modules that are loaded before the handler's module, so that a file of the same name is never loaded. They are the
 * modules built into the interpreter (common to the default builds of CPython 3.9 to 3.13, `sys.builtin_module_names`;
 * the runtime refuses them by name), and the modules that the runtime's bootstrap.py imports.
 */
const BUILT_IN = new Set([
  "_abc",
  "_ast",
  "_codecs",
  "_collections",
  "_functools",
  "_imp",
  "_io",
  "_locale",
  "_operator",
  "_signal",
  "_sre",
  "_stat",
  "_string",
  "_symtable",
  "_thread",
  "_tracemalloc",
  "_warnings",
  "_weakref",
  "atexit",
  "builtins",
  "errno",
  "faulthandler",
  "gc",
  "itertools",
  "marshal",
  "posix",
  "pwd",
  "sys",
  "time",
]);
const LOADED = new Set(["importlib", "json", "logging", "os", "traceback"]);

/** The problem of a handler in a file that has the name of one of Python's own modules. */
export function takenModule(check: HandlerCheck, module: string): Problem | undefined {
  const first = module.split(".")[0] as string;
  if (!BUILT_IN.has(first) && !LOADED.has(module)) return undefined;
  const meant = check.handler.replace(first, `${first}_handler`);
  return problemAt(check.where, {
    code: "handler-module-taken",
    message: `${quote(check.handler)} names the module ${quote(first)}, which is one of Python's own modules`,
    reason:
      "The runtime loads Python's module of that name, never the file in the image, and finds no handler in it. Every invocation would fail.",
    fix: `Give the file another name, for example ${first}_handler.py, and write ${written(check.where, meant)}`,
  });
}
