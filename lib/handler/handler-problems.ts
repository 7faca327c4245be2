import * as path from "node:path";
import type { Problem } from "../problem";
import type { HandlerCheck } from "./handler-check";
import { nodejsHandlerProblems } from "./nodejs-handler";
import { pythonHandlerProblems } from "./python-handler";

/**
 * Checks whether the handler names a function that exists in the image, without building the image. Facts that aren't
 * known give no problem. A language without a check gives no problem either.
 */
export function handlerProblems(check: HandlerCheck): Problem[] {
  // Without a slash at the end, so that a path below the root begins with one slash.
  const plain = { ...check, taskRoot: path.posix.resolve("/", check.taskRoot).replace(/^\/$/, "") };
  if (check.language === "python") return pythonHandlerProblems(plain);
  if (check.language === "nodejs") return nodejsHandlerProblems(plain);
  return [];
}
