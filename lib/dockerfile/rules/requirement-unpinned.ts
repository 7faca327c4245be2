import * as path from "node:path";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { installCommand } from "../install-command";
import { runCommands } from "../run-effects";

/** `requirement-unpinned`: a requirements file that is installed leaves the version open. One problem a file. */
export function requirementUnpinned({ dockerfile, context }: CheckedDockerfile): readonly Problem[] {
  const installed = dockerfile.needed
    .flatMap((stage) => stage.steps)
    .flatMap((step) => (step.kind === "run" ? (runCommands(step) ?? []) : []))
    .flatMap((command) => installCommand(command) ?? [])
    // A file of constraints may pin what this one leaves open.
    .filter(
      ({ tool, arguments: words }) =>
        tool === "python" && !words.some((word) => /^(-c|--constraint)/.test(word)),
    );
  const names = new Set(
    installed.flatMap(({ manifests }) => manifests).map((file) => path.posix.basename(file)),
  );
  return context.entries
    .filter((entry) => entry.kind === "file" && names.has(entry.path) && entry.path.endsWith(".txt"))
    .flatMap((entry) => fileProblem(entry.path, context.readText(entry.path)));
}

function fileProblem(file: string, text: string): Problem[] {
  if (/^\s*(-c|--constraint|--hash)/m.test(text)) return [];
  const open = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, requirement: line.replace(/(^|\s)#.*$/, "").trim() }))
    .filter(({ requirement }) => isOpen(requirement));
  const [first] = open;
  if (first === undefined) return [];
  const more = open.length > 1 ? ` (and ${open.length - 1} more)` : "";
  const [name = ""] = /^[A-Za-z0-9._-]+(\[[^\]]*\])?/.exec(first.requirement) ?? [];
  return [
    {
      code: "requirement-unpinned",
      severity: "hint",
      file,
      line: first.line,
      message: `${first.requirement} may be any newer version${more}.`,
      reason:
        "The same folder gives another image when a new version comes out, at a moment that nobody chose.",
      fix: `${name}==<version>; pip freeze tells the one that is installed.`,
    },
  ];
}

/** Whether it names a package, and nothing that keeps newer versions out. */
function isOpen(requirement: string): boolean {
  const [, constraints] = /^[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\])?\s*([^;]*)/.exec(requirement) ?? [];
  return constraints !== undefined && !/[<~@]|==|:|\//.test(constraints);
}
