import * as path from "node:path";
import type { ImageFiles } from "../image-files";
import type { Problem } from "../problem";
import type { HandlerCheck } from "./handler-check";
import type * as imports from "./import-problems";
import type * as nodejsHandler from "./nodejs-handler";
import type * as nodejsImports from "./nodejs-import-problems";
import type * as pythonHandler from "./python-handler";
import type * as suggested from "./suggested-handler";

// Each language has a parser and tables of its own, which take time to load. So each check is loaded when it is needed.

/**
 * Checks whether the handler names a function that exists in the image, without building the image. Facts that aren't
 * known give no problem. A language without a check gives no problem either.
 */
export function handlerProblems(check: HandlerCheck): Problem[] {
  // Without a slash at the end, so that a path below the root begins with one slash.
  const plain = { ...check, taskRoot: path.posix.resolve("/", check.taskRoot).replace(/^\/$/, "") };
  if (check.language === "python") {
    const { pythonHandlerProblems } = require("./python-handler") as typeof pythonHandler;
    return pythonHandlerProblems(plain);
  }
  if (check.language === "nodejs") {
    const { nodejsHandlerProblems } = require("./nodejs-handler") as typeof nodejsHandler;
    return nodejsHandlerProblems(plain);
  }
  return [];
}

/** Imports of Python that nothing in the image can satisfy. */
export function pythonImportProblems(check: imports.ImportCheck): readonly Problem[] {
  const { importProblems } = require("./import-problems") as typeof imports;
  return importProblems(check);
}

/** Imports of Node.js that nothing in the image can satisfy. */
export function nodejsImportProblems(
  check: HandlerCheck,
  packages: nodejsImports.AvailablePackages,
): readonly Problem[] {
  const { importProblems } = require("./nodejs-import-problems") as typeof nodejsImports;
  return importProblems(check, packages);
}

/** A handler that the image has, for advice. @param taskRoot the folder that the runtime searches */
export function suggestedHandler(files: ImageFiles, taskRoot: string, language: string): string | undefined {
  const { suggestedHandler: suggest } = require("./suggested-handler") as typeof suggested;
  return suggest(files, taskRoot, language);
}
