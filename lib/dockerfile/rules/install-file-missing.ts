import * as path from "node:path";
import { includeAgain } from "../../ignore-rule";
import type { AbsentFile } from "../../image-files";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { allOf, resolved } from "../effects";
import { filesSeenBy } from "../image-files";
import { type InstallCommand, installCommand } from "../install-command";
import { commandsOf } from "../run-commands";
import { commandsEffects } from "../run-effects";
import type { RunStep, Stage } from "../stage";

/**
 * `install-file-missing`: a package manager installs from a file that no step put there. It is an error where the
 * package manager then stops (pip 25.3, uv 0.9, Poetry 2.2, Pipenv 2025, npm 11, pnpm 10), and a warning where it
 * installs nothing.
 */
export function installFileMissing(checked: CheckedDockerfile): readonly Problem[] {
  return checked.dockerfile.needed.flatMap((stage) =>
    stage.steps.flatMap((step) => (step.kind === "run" ? stepProblems(step, stage, checked) : [])),
  );
}

function stepProblems(
  step: RunStep,
  stage: Stage,
  { dockerfile, context, file }: CheckedDockerfile,
): Problem[] {
  const find = filesSeenBy(step, stage, dockerfile, context);
  const commands = commandsOf(step);
  const start = { expand: step.expand, ...(step.workdir !== undefined && { folder: step.workdir }) };
  return commands.flatMap(({ words, required, circumstances }, index) => {
    const install = installCommand(words) ?? projectCommand(words);
    if (install === undefined || !required) return [];
    const folder =
      install.folder === undefined ? circumstances.folder : resolved(install.folder, circumstances);
    const { folder: _before, ...others } = circumstances;
    const paths = { ...others, ...(folder !== undefined && { folder }) };
    return needsOf(install).flatMap(({ files, stops }): Problem[] => {
      const found = files.map((name) => {
        const imagePath = /^\w+:\/\//.test(name) ? undefined : resolved(name, paths);
        // A stream, for example -r /dev/stdin.
        return imagePath === undefined || /^\/(dev|proc)\//.test(imagePath)
          ? undefined
          : { imagePath, file: find(imagePath) };
      });
      const absent = found.flatMap((each) =>
        each?.file.state === "absent" ? [{ imagePath: each.imagePath, file: each.file }] : [],
      );
      const [one] = absent;
      if (one === undefined || absent.length < found.length) return [];
      // Without a package.json anywhere, `npm install` is only superfluous.
      if (!stops && one.file.why === "not-in-context") return [];
      // A command before it in the same RUN may have made the file.
      const earlier = allOf(commandsEffects(commands.slice(0, index), { ...start, context, find }));
      if (earlier.maker(one.imagePath) !== "nothing") return [];
      const certain = stops && absent.every((each) => !each.file.nearCertain);
      return [problem(step, file, install, one, { certain, stops })];
    });
  });
}

/** A command that reads the project's file without installing it: `poetry export`, `uv export`. */
function projectCommand(words: readonly string[]): InstallCommand | undefined {
  const [program = "", verb = ""] = words;
  const name = program.replace(/^.*\//, "");
  if ((name !== "poetry" && name !== "uv") || !/^(export|lock|build)$/.test(verb)) return undefined;
  if (words.some((word) => /^(--directory|--project|-C|-P)/.test(word))) return undefined;
  const lock = name === "poetry" ? "poetry.lock" : "uv.lock";
  const locked = verb === "export" && words.includes("--frozen");
  return {
    tool: "python",
    program: name,
    arguments: words.slice(2),
    named: [],
    manifests: [],
    project: false,
    needs: [["pyproject.toml"], ...(locked ? [[lock]] : [])],
  };
}

interface Need {
  /** One of them is enough. */
  readonly files: readonly string[];
  /** Without it the package manager fails. */
  readonly stops: boolean;
}

function needsOf(install: InstallCommand): Need[] {
  const needs = install.needs.map((files) => ({ files, stops: true }));
  // `npm install` without a package.json installs nothing, and succeeds.
  const nothing = install.tool === "node" && install.needs.length === 0 && install.manifests.length > 0;
  return nothing ? [{ files: install.manifests, stops: false }] : needs;
}

function problem(
  step: RunStep,
  file: string,
  install: InstallCommand,
  { imagePath, file: absent }: { readonly imagePath: string; readonly file: AbsentFile },
  { certain, stops }: { readonly certain: boolean; readonly stops: boolean },
): Problem {
  const { program } = install;
  const name = path.posix.basename(imagePath);
  const source = absent.contextPath ?? name;
  const folder = path.posix.dirname(imagePath);
  const target = folder === step.workdir ? "./" : `${folder}/`;
  const ignored = absent.why === "ignored" ? absent.ignoredBy : undefined;
  return {
    code: "install-file-missing",
    severity: certain ? "error" : "warning",
    file,
    line: step.line,
    message: `${program} ${install.manifests.length === 0 ? "reads" : "installs from"} ${name}, but no step before this one puts ${imagePath} into the image.`,
    reason: stops
      ? `${program} fails without the file, so docker build stops here.`
      : `${program} then installs nothing, so the function's dependencies are missing when it starts.`,
    fix: ignored
      ? `${source} is left out. ${includeAgain(ignored, source)}`
      : absent.contextPath === undefined
        ? `Add ${name} to the folder, and above this line: COPY ${name} ${target}`
        : `Add above this line: COPY ${source} ${target}`,
  };
}
