import type { Problem, Severity } from "../problem";
import { type CheckedFunction, placeOfProblem } from "./checked-function";

const SEVERITIES: readonly Severity[] = ["error", "warning", "hint"];

/** If an app has more hints than this, each is shortened to one line. In full they would hide everything else. */
const MANY_HINTS = 10;

type FormatProblem = (fn: CheckedFunction, problem: Problem) => string;

/** Formats single problems of an app for a terminal. */
export function problemFormat(functions: readonly CheckedFunction[], from: string): FormatProblem {
  const hints = functions.flatMap(({ problems }) => problems).filter(isHint).length;
  return (fn, problem) =>
    hints > MANY_HINTS && isHint(problem) ? inOneLine(fn, problem, from) : inFull(fn, problem, from);
}

function isHint({ severity }: Problem): boolean {
  return severity === "hint";
}

function inOneLine(fn: CheckedFunction, problem: Problem, from: string): string {
  const { place } = placeOfProblem(fn, problem, from);
  return `${place} ${problem.severity}: ${problem.message} docs/problems.md#${problem.code}`;
}

/** The place and the message, the reason, the fix. */
function inFull(fn: CheckedFunction, problem: Problem, from: string): string {
  const { place } = placeOfProblem(fn, problem, from);
  return [
    `${place} ${problem.severity}: ${problem.message} [${problem.code}]`,
    indented("why: ", problem.reason),
    indented("fix: ", problem.fix),
  ].join("\n");
}

/** Formats the problems of all functions, grouped by function, errors first. */
export function formatProblems(functions: readonly CheckedFunction[], from: string): string {
  const format = problemFormat(functions, from);
  const groups = functions
    .filter(({ problems }) => problems.length > 0)
    .map((fn) => {
      const problems = SEVERITIES.flatMap((severity) =>
        fn.problems.filter((problem) => problem.severity === severity),
      );
      return [fn.path, ...problems.map((problem) => shifted(format(fn, problem)))].join("\n");
    });
  return [
    ...groups,
    `${countProblems(functions)}. docs/problems.md of cdktf-lambda-images explains each code.`,
  ].join("\n\n");
}

/** For example `1 error, 2 warnings`. */
function countProblems(functions: readonly CheckedFunction[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = functions
      .flatMap(({ problems }) => problems)
      .filter((problem) => problem.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  }).join(", ");
}

function indented(label: string, text: string): string {
  const indent = " ".repeat(2 + label.length);
  return `  ${label}${text.split("\n").join(`\n${indent}`)}`;
}

function shifted(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
