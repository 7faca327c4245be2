import * as path from "node:path";
import { includeAgain } from "../../ignore-rule";
import { nearest } from "../../nearest";
import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { imageFilesOf } from "../image-files";
import { permissions } from "../permissions";
import type { Command } from "../stage";

/**
 * Checks the program of ENTRYPOINT, where it is a file that the image would have to get from the folder:
 * `entrypoint-missing`, `entrypoint-not-executable`. Programs that are found by PATH are not checked.
 */
export function entrypoint(checked: CheckedDockerfile): readonly Problem[] {
  const { stage, dockerfile, context, file } = checked;
  const command = stage.entrypoint;
  if (checked.entrypointOverridden || command?.form !== "exec") return [];
  const misspelled = misspelledProgram(checked, command);
  if (misspelled) return [misspelled];
  const started = startedFile(command);
  const imagePath =
    started && (started.program.startsWith("/") || stage.workdir !== undefined)
      ? path.posix.resolve(stage.workdir ?? "/", started.program)
      : undefined;
  if (started === undefined || imagePath === undefined) return [];
  const files = imageFilesOf(dockerfile, context);
  const found = files.find(imagePath);
  const common = { file, line: command.line } as const;
  if (found.state === "absent") {
    const source = found.contextPath;
    return [
      {
        ...common,
        code: "entrypoint-missing",
        severity: found.nearCertain ? "warning" : "error",
        message: `ENTRYPOINT starts ${started.program}, but no step puts ${imagePath} into the image.`,
        reason: "Lambda can't start the image. Every invocation fails with Runtime.InvalidEntrypoint.",
        fix:
          found.why === "ignored" && found.ignoredBy
            ? `${source} is left out. ${includeAgain(found.ignoredBy, source ?? started.program)}`
            : `Add above it: COPY ${started.direct ? "--chmod=755 " : ""}${source ?? path.posix.basename(imagePath)} ${imagePath}`,
      },
    ];
  }
  if (found.state !== "from-context" || !started.direct) return [];
  const why = notExecutable(checked, imagePath, found.contextPath, files.read(found.contextPath));
  return why === undefined
    ? []
    : [
        {
          ...common,
          code: "entrypoint-not-executable",
          severity: "error",
          message: `ENTRYPOINT starts ${found.contextPath}, ${why.what}.`,
          reason: `Linux can't execute it (“${why.error}”). Every invocation fails with Runtime.InvalidEntrypoint.`,
          fix: why.fix,
        },
      ];
}

/** Programs that start functions. */
const PROGRAMS =
  "ash aws-lambda-ric aws-lambda-rie awslambdaric bash bun bundle dash datadog-init ddtrace-run deno docker-entrypoint.sh dotnet entrypoint.sh gunicorn java lambda-entrypoint.sh newrelic-admin node nodejs npm npx perl pip pipenv pnpm poetry pypy pypy3 python python2 python3 ruby sh tini uvicorn yarn".split(
    " ",
  );

/** A program of the base image whose name is misspelled. */
function misspelledProgram(checked: CheckedDockerfile, command: Command): Problem | undefined {
  const [program = ""] = command.words;
  const name = path.posix.basename(program);
  const inBin = !program.includes("/") || /^\/(usr\/(local\/)?|var\/lang\/|opt\/\w+\/)?bin\//.test(program);
  if (!inBin || /^(python|pypy|ruby|node)[\d.]+$/.test(name) || PROGRAMS.includes(name)) return undefined;
  const meant = nearest(name, PROGRAMS);
  const texts = checked.dockerfile.needed.flatMap(({ steps }) =>
    steps.map((step) => (step.kind === "workdir" ? "" : step.instruction.source)),
  );
  // A step that names it may bring it.
  const word = new RegExp(`(?<![\\w.-])${name.replace(/[^\w-]/g, "\\$&")}(?![\\w.-])`);
  if (meant === undefined || name.length < 2 || texts.some((text) => word.test(text))) return undefined;
  return {
    code: "entrypoint-missing",
    severity: "warning",
    file: checked.file,
    line: command.line,
    message: `ENTRYPOINT starts ${program}, which no step of the Dockerfile names — did you mean ${program.slice(0, program.length - name.length)}${meant}?`,
    reason:
      "If there is no such program, Lambda can't start the image. Every invocation fails with Runtime.InvalidEntrypoint.",
    fix: `Write ENTRYPOINT ${JSON.stringify([program.slice(0, program.length - name.length) + meant, ...command.words.slice(1)])}`,
  };
}

/** The file that is started: the program itself, or the script that a shell reads. */
function startedFile({ words }: Command): { readonly program: string; readonly direct: boolean } | undefined {
  const [program = "", script = ""] = words;
  const shell = /^(\/(usr\/)?bin\/)?(ba|da|a)?sh$/.test(program);
  if (shell) return /^\.{0,2}\//.test(script) ? { program: script, direct: false } : undefined;
  return program.includes("/") ? { program, direct: true } : undefined;
}

interface NotExecutable {
  readonly what: string;
  readonly error: string;
  readonly fix: string;
}

function notExecutable(
  { context, stage }: CheckedDockerfile,
  imagePath: string,
  contextPath: string,
  text: string,
): NotExecutable | undefined {
  const entry = context.find(contextPath);
  const mode = permissions(stage, context, imagePath);
  if (entry?.kind === "file" && mode.execute === false)
    return {
      what: "which nobody may execute",
      error: "permission denied",
      fix: `chmod +x ${contextPath} and commit it, or copy it with COPY --chmod=755`,
    };
  // The first bytes of a program or a script: execve(2). A file with a NUL is no script.
  const isText = text !== "" && !text.slice(0, 512).includes("\0");
  const [first = ""] = text.split("\n");
  if (isText && !first.startsWith("#!"))
    return {
      what: "which doesn't begin with #!",
      error: "exec format error",
      fix: `Add as the first line of ${contextPath}: #!/bin/sh`,
    };
  return isText && first.endsWith("\r")
    ? {
        what: "whose lines end as on Windows",
        error: "no such file or directory",
        fix: `Save ${contextPath} with the line ends of Linux (LF), and add to .gitattributes: *.sh text eol=lf`,
      }
    : undefined;
}
