import type { Severity } from "../problem";
import { type CheckedFunction, placeOfProblem } from "./checked-function";

const COMMANDS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", hint: "notice" };

/**
 * The lines with which GitHub Actions shows problems at the files of a pull request: GitHub Docs, "Workflow commands
 * for GitHub Actions" (read 2026-11-24).
 * @param from the root of the repository
 */
export function githubAnnotations(functions: readonly CheckedFunction[], from: string): string[] {
  return functions.flatMap((fn) =>
    fn.problems.map((problem) => {
      const properties = {
        file: placeOfProblem(fn, problem, from).file,
        line: problem.line,
        col: problem.line === undefined ? undefined : problem.column,
        title: problem.code,
      };
      const text = Object.entries(properties)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
        .join(",");
      const message = [problem.message, problem.reason, problem.fix].join("\n");
      return `::${COMMANDS[problem.severity]} ${text}::${escapeData(message)}`;
    }),
  );
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
