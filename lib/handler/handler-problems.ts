import * as path from "node:path";
import type { Problem } from "../problem";
import type { HandlerCheck } from "./handler-check";
import { nodejsHandlerProblems } from "./nodejs-handler";
import { pythonHandlerProblems } from "./python-handler";

/**
 * Whether the handler names a function that exists in the image, without building it. What can't be known gives no problem;
 * nor does a language without a check here.
 */
export function handlerProblems(check: HandlerCheck): Problem[] {
  const plain = { ...check, taskRoot: path.posix.resolve("/", check.taskRoot) };
  if (check.language === "python") return pythonHandlerProblems(plain);
  if (check.language === "nodejs") return nodejsHandlerProblems(plain);
  return [];
}
