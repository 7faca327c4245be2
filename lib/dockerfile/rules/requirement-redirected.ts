import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { installCommand } from "../install-command";
import { commandsOf } from "../run-commands";
import type { RunStep } from "../stage";

/**
 * `requirement-redirected`: the shell reads the `>` or `<` of a version that isn't quoted as a redirection to or from a
 * file (POSIX.1-2017, “Redirection”). With `>` it is a warning, since the build goes on with any version. With `<` the
 * build stops, since there is no such file.
 */
export function requirementRedirected({ dockerfile, file }: CheckedDockerfile): readonly Problem[] {
  return dockerfile.needed.flatMap((stage) =>
    stage.steps.flatMap((step) => (step.kind === "run" ? stepProblems(step, file) : [])),
  );
}

function stepProblems(step: RunStep, file: string): Problem[] {
  return commandsOf(step).flatMap(({ words, writes, reads, required }): Problem[] => {
    const install = installCommand(words);
    if (install?.tool !== "python") return [];
    const written = writes.find((name) => /^=?\d[\w.*]*(,|$)/.test(name));
    const read = reads.find((name) => /^=?\d[\w.*]*(,|$)/.test(name));
    const version = written ?? read;
    if (version === undefined) return [];
    const sign = written === undefined ? "<" : ">";
    const text = step.instruction.source;
    const [requirement = `${sign}${version}`] =
      new RegExp(`[A-Za-z0-9][\\w.\\-\\[\\]]*${sign}${version.replace(/[.*]/g, "\\$&")}`).exec(text) ?? [];
    return [
      {
        code: "requirement-redirected",
        severity: read !== undefined && required ? "error" : "warning",
        file,
        line: step.line,
        message: `The shell reads ${sign}${version} in ${requirement} as a redirection ${sign === ">" ? "to" : "from"} the file ${JSON.stringify(version)}.`,
        reason:
          sign === ">"
            ? `${install.program} never sees the version and installs any, and its output is written to that file.`
            : "There is no such file, so docker build stops here.",
        fix: `Put it into quotes: "${requirement}"`,
      },
    ];
  });
}
