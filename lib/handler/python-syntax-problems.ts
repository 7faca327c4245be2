import type { Problem } from "../problem";
import type { NewerSyntax } from "../python/newer-syntax";
import type { PythonModule } from "../python/python-module";
import { placeOf, problemAt, quote, showLine } from "./handler-check";

/** Why Python, in the version of the image, would refuse a file. */
export function syntaxProblems(file: string, module: PythonModule, version: string | undefined): Problem[] {
  const { syntaxError, source } = module;
  const newer = syntaxError || version === undefined ? undefined : module.newerThan(version);
  if (newer) return [newerProblem(file, source, newer, version ?? "")];
  if (!syntaxError) return [];
  const place = placeOf(file, source, syntaxError.at);
  return [
    problemAt(place, {
      code: "python-syntax",
      message: `Python can't read ${file}: ${syntaxError.message}`,
      reason: `${showLine(source, place)}\nThe runtime imports the file when the function starts. Every invocation would fail with a SyntaxError.`,
      fix: `Correct line ${place.line} of ${file}. To check it: python3 -m py_compile ${file}`,
    }),
  ];
}

function newerProblem(
  file: string,
  source: string,
  { what, since, at }: NewerSyntax,
  version: string,
): Problem {
  const place = placeOf(file, source, at);
  return problemAt(place, {
    code: "python-syntax",
    message: `Python ${version} can't read ${file}: ${quote(what)} is syntax of Python ${since} and later`,
    reason: `${showLine(source, place)}\nThe base image has Python ${version}. The runtime imports the file when the function starts. Every invocation would fail with a SyntaxError.`,
    fix: `Build on Python ${since} or later, or write line ${place.line} of ${file} without it.`,
  });
}
