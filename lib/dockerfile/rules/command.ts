import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import { imageFilesOf } from "../image-files";
import { runtimeClient } from "../runtime-client";
import type { Command } from "../stage";

/**
 * Checks whether CMD can be a handler: `cmd-missing`, `cmd-shell-form`, `cmd-many-words`, `cmd-repeated`.
 *
 * The entrypoint of AWS's base images, /lambda-entrypoint.sh, requires exactly one argument. With none or several it
 * exits with code 142 and “entrypoint requires the handler name to be the first argument” (base image of Python 3.12,
 * read 2026-11-24).
 */
export function command(checked: CheckedDockerfile): readonly Problem[] {
  if (checked.cmdOverridden) return [];
  return [...unusable(checked), ...repeated(checked)];
}

function unusable(checked: CheckedDockerfile): readonly Problem[] {
  const { stage, file } = checked;
  const reader = readerOfCmd(checked);
  if (reader === undefined) return [];
  const { cmd } = stage;
  const example = () => checked.suggestHandler?.() ?? EXAMPLES[reader.language];
  if (cmd === undefined || (cmd.form === "exec" ? cmd.words.length === 0 : cmd.text === "")) {
    return [
      {
        code: "cmd-missing",
        severity: "error",
        file,
        line: cmd?.line ?? stage.line,
        message: cmd
          ? "CMD is empty, so the image has no handler."
          : "There is no CMD, so the image has no handler.",
        reason:
          reader.client === undefined
            ? `The base image has none either. ${FAILS}`
            : `${reader.client} gets no handler to call. Every invocation fails.`,
        fix: `Add as the last line: CMD ["${example()}"]. Or give cmd in DockerImageCode.fromImageAsset.`,
      },
    ];
  }
  if (cmd.form === "shell") return [shellForm(cmd, file, reader)];
  // The clients themselves take the first string.
  if (cmd.words.length === 1 || reader.client !== undefined) return [];
  return [
    {
      code: "cmd-many-words",
      severity: "error",
      file,
      line: cmd.line,
      message: `CMD has ${cmd.words.length} strings, but the base image expects one, the handler.`,
      reason: FAILS,
      fix: `CMD ["${example()}"], or your own ENTRYPOINT that accepts them.`,
    },
  ];
}

const FAILS = "Every invocation fails: “entrypoint requires the handler name to be the first argument”.";

/** The program that takes the handler from CMD: AWS's entrypoint, or one of AWS's clients. */
interface Reader {
  readonly language: keyof typeof EXAMPLES;
  /** @default - AWS's entrypoint */
  readonly client?: string;
}

function readerOfCmd(checked: CheckedDockerfile): Reader | undefined {
  const { stage, lambdaImage, dockerfile, context } = checked;
  if (checked.entrypointOverridden) return undefined;
  if (stage.entrypoint === undefined) {
    const language = lambdaImage?.language;
    // Images built on the OS-only image have their own entrypoint.
    return language === undefined || language === "provided" || language === "go" ? undefined : { language };
  }
  const client = runtimeClient(stage, {}, imageFilesOf(dockerfile, context));
  if (client?.from !== "cmd") return undefined;
  const { language, kind } = client;
  return kind === "base-image"
    ? { language }
    : { language, client: language === "python" ? "awslambdaric" : "aws-lambda-ric" };
}

const EXAMPLES = {
  python: "lambda_function.handler",
  nodejs: "index.handler",
  ruby: "lambda_function.LambdaFunction::Handler.process",
  java: "com.example.App::handleRequest",
  dotnet: "Assembly::Namespace.Class::Method",
};

function shellForm({ line, text }: Command, file: string, { client }: Reader): Problem {
  const brackets = text.startsWith("[");
  const inner = /^\[(.*)\]/.exec(text)?.[1] ?? text;
  const words = (brackets ? inner.split(",") : [text])
    .map((word) => word.trim().replace(/^["'“”‘’[]+|["'“”‘’\]]+$/g, ""))
    .filter((word) => word !== "");
  return {
    code: "cmd-shell-form",
    severity: "error",
    file,
    line,
    message: brackets
      ? `CMD ${text} is not valid JSON, so Docker reads it as a shell command.`
      : `CMD ${text} is a shell command, not a handler.`,
    reason: `The runtime gets /bin/sh, -c and the text instead of a handler. ${client === undefined ? FAILS : "Every invocation fails."}`,
    fix: `CMD ${JSON.stringify(words)}${brackets ? " (strings in double quotes, with a comma between them)" : ""}`,
  };
}

/** When one stage is built on another, its CMD is meant to override the first. */
function repeated({ stage, file }: CheckedDockerfile): readonly Problem[] {
  const last = stage.cmds.at(-1);
  const first = stage.cmds[0];
  if (last === undefined || first === undefined || stage.cmds.length < 2) return [];
  const lines = stage.cmds.map(({ line }) => line);
  return [
    {
      code: "cmd-repeated",
      severity: "warning",
      file,
      line: first.line,
      message: `There are ${lines.length} CMDs, in lines ${lines.slice(0, -1).join(", ")} and ${last.line}. Only the last one counts.`,
      reason: `CMD ${first.text} has no effect; the handler is ${last.text}.`,
      fix: "Remove all but one.",
    },
  ];
}
