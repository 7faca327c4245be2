import * as path from "node:path";
import type { ImageFiles } from "../image-files";
import { pythonModule } from "../python/python-modules";
import { javascriptModule } from "./nodejs-modules";

/** How many files are read at most. */
const FILES = 20;

/**
 * A handler that the image has: a function that takes an event and a context, and whose name says that it is one.
 * @param taskRoot the folder that the runtime searches
 */
export function suggestedHandler(files: ImageFiles, taskRoot: string, language: string): string | undefined {
  const ending = language === "python" ? /\.py$/ : language === "nodejs" ? /\.[cm]?js$/ : undefined;
  if (ending === undefined) return undefined;
  const root = taskRoot === "/" ? "" : taskRoot;
  const found = files
    .list()
    .filter((file) => file.startsWith(`${root}/`) && ending.test(file) && !file.includes("/node_modules/"))
    .map((file) => file.slice(root.length + 1))
    .sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1))
    .slice(0, FILES)
    .flatMap((file) => {
      const from = files.find(`${root}/${file}`);
      if (from.state !== "from-context") return [];
      const names =
        language === "python" ? pythonHandlers(files, from.contextPath) : exported(files, from.contextPath);
      const module = file.replace(ending, "");
      return names.map((name) => `${language === "python" ? module.replaceAll("/", ".") : module}.${name}`);
    });
  return found.find((handler) => /handler$/i.test(handler)) ?? found[0];
}

function depth(file: string): number {
  return file.split(path.posix.sep).length;
}

function pythonHandlers(files: ImageFiles, contextPath: string): readonly string[] {
  const source = pythonModule(files, contextPath);
  return source.names.filter((name) => {
    const binding = source.find(name);
    if (binding === undefined || binding === "unknown" || !binding.call) return false;
    const { required, positional, keywords } = binding.call.parameters;
    return required <= 2 && positional >= 2 && keywords.length === 0 && /handler|^main$/i.test(name);
  });
}

function exported(files: ImageFiles, contextPath: string): readonly string[] {
  const source = javascriptModule(files, contextPath);
  return [...source.moduleNames, ...source.commonNames].filter((name) => /handler/i.test(name));
}
