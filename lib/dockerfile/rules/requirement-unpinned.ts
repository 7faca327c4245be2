import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { resolved } from "../effects";
import { imageFilesBefore } from "../image-files";
import { installCommand } from "../install-command";
import { commandsOf } from "../run-commands";
import type { RunStep } from "../stage";

/** `requirement-unpinned`: an installed requirements file leaves a version open. One problem per file. */
export function requirementUnpinned({ dockerfile, context }: CheckedDockerfile): readonly Problem[] {
  const files = dockerfile.needed.flatMap((stage) =>
    stage.steps.flatMap((step) =>
      (step.kind === "run" ? requirementFiles(step) : []).flatMap((imagePath) => {
        const file = imageFilesBefore(step, stage, dockerfile, context)(imagePath);
        return file.state === "from-context" ? file.contextPath : [];
      }),
    ),
  );
  return [...new Set(files)]
    .filter((file) => file.endsWith(".txt"))
    .flatMap((file) => fileProblem(file, context.readText(file)));
}

/** The files that a step installs from, as paths in the image, as far as known. */
function requirementFiles(step: RunStep): string[] {
  return commandsOf(step).flatMap(({ words, circumstances }) => {
    const install = installCommand(words);
    // A constraints file may pin the versions that this file leaves open.
    const constrained = install?.arguments.some((word) => /^(-c|--constraint)/.test(word));
    if (install?.tool !== "python" || constrained) return [];
    return install.manifests.flatMap((file) => resolved(file, circumstances) ?? []);
  });
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
      reason: "The same folder gives a different image as soon as a new version is released.",
      fix: `${name}==<version>; pip freeze prints the installed version.`,
    },
  ];
}

/** Whether it names a package without excluding newer versions. */
function isOpen(requirement: string): boolean {
  const [, constraints] = /^[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\])?\s*([^;]*)/.exec(requirement) ?? [];
  return constraints !== undefined && !/[<~@]|==|:|\//.test(constraints);
}
