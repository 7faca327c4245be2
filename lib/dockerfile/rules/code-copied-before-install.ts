import * as path from "node:path";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { contextPath } from "../context-path";
import { imageFilesBefore } from "../image-files";
import { installCommand } from "../install-command";
import { runCommands } from "../run-commands";
import type { CopyStep, RunStep, Stage } from "../stage";

/** `code-copied-before-install`: every change of the code installs all dependencies again. */
export function codeCopiedBeforeInstall({
  dockerfile,
  context,
  file,
}: CheckedDockerfile): readonly Problem[] {
  return dockerfile.needed.flatMap((stage) => inStage(stage));

  function inStage(stage: Stage): Problem[] {
    const run = stage.steps.find((step) => step.kind === "run" && manifestsOf(step, stage).length > 0) as
      | RunStep
      | undefined;
    if (run === undefined) return [];
    const manifests = manifestsOf(run, stage);
    const before = stage.steps.slice(0, stage.steps.indexOf(run));
    const code = before.find((step): step is CopyStep => step.kind === "copy" && copiesCode(step));
    // A step in between may need the code, or make the file that is installed from.
    if (code === undefined || before.slice(before.indexOf(code)).some(({ kind }) => kind === "run"))
      return [];
    const folder = code.destination.endsWith("/") ? code.destination : `${code.destination}/`;
    const own = before.filter((step): step is CopyStep => step.kind === "copy" && copies(step, manifests[0]));
    const first =
      own.length > 0
        ? own.map(({ instruction }) => instruction.source)
        : [`COPY ${manifests.join(" ")} ${folder}`];
    return [
      {
        code: "code-copied-before-install",
        severity: "hint",
        file,
        line: code.line,
        message: `The code is copied before the dependencies are installed (line ${run.line}).`,
        reason:
          "Docker repeats every step after the first one that changed, so every change of the code installs them all again.",
        fix: [...first, run.instruction.source, code.instruction.source].join("\n"),
      },
    ];
  }

  /**
   * The files in the context that it installs from. Empty when it does more than install, since it may then need the
   * code.
   */
  function manifestsOf(step: RunStep, stage: Stage): string[] {
    const commands = runCommands(step);
    if (commands === undefined) return [];
    const installs = commands.flatMap(({ words }) => installCommand(words) ?? []);
    const others = commands.filter(({ words }) => installCommand(words) === undefined);
    if (installs.length === 0 || others.some(({ words: [program = ""] }) => !NEEDS_NO_CODE.test(program)))
      return [];
    const names = installs.flatMap(({ manifests }) => manifests);
    // A project that is installed as a package is code.
    if (
      installs.some(({ arguments: words }) =>
        words.some((word) => /^(-e|--editable)$|^\.{1,2}(\/|\[|$)/.test(word)),
      )
    )
      return [];
    if (names.includes("pyproject.toml") && !/--no-(root|install-project)/.test(step.instruction.text))
      return [];
    const found = [...new Set(names)].flatMap((name) => manifestAt(name, step, stage));
    return found.some(needsCode) ? [] : found;
  }

  /** The file that is installed from, if it is at the top of the context. Such a file can be copied alone. */
  function manifestAt(name: string, step: RunStep, stage: Stage): string[] {
    const given = step.expand(name);
    if (given === undefined || step.workdir === undefined) return [];
    const file = imageFilesBefore(step, stage, dockerfile, context)(path.posix.resolve(step.workdir, given));
    if (file.state !== "from-context" || file.contextPath.includes("/")) return [];
    const base = file.contextPath;
    const lock =
      base === "package.json" ? NODE_LOCKS.filter((lock) => context.find(lock)?.kind === "file") : [];
    return [base, ...lock];
  }

  function needsCode(manifest: string): boolean {
    const text = context.readText(manifest);
    return manifest === "package.json"
      ? /"((pre|post)?(install|prepare)|prepublish|workspaces)"\s*:|"(file|link|workspace):/.test(text)
      : /^\s*(-e|--editable|-r|-c|\.{1,2}(\/|$)|file:)|@\s*file:/m.test(text);
  }

  function copies({ from, sources }: CopyStep, manifest: string | undefined): boolean {
    return (
      from === undefined &&
      sources.some(({ path: given }) => given !== undefined && contextPath(given) === manifest)
    );
  }

  /** Whether it copies the whole context, which includes the code. */
  function copiesCode({ from, sources }: CopyStep): boolean {
    return (
      from === undefined &&
      sources.some(({ path: given }) => given !== undefined && contextPath(given) === "")
    );
  }
}

const NODE_LOCKS = ["package-lock.json", "yarn.lock", "pnpm-lock.yaml"];
const NEEDS_NO_CODE =
  /^(pip[\d.]*|python[\d.]*|uv|yum|dnf|microdnf|apt|apt-get|apk|rm|mkdir|corepack|set|echo)$/;
