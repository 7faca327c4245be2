import type { Problem } from "../../problem";
import type { CheckedDockerfile } from "../checked-dockerfile";
import type { Command } from "../stage";

/**
 * Whether CMD can be a handler: `cmd-missing`, `cmd-shell-form`, `cmd-many-words`, `cmd-repeated`.
 *
 * The entrypoint of AWS's base images, /lambda-entrypoint.sh, wants one argument: it ends with 142 and “entrypoint requires the
 * handler name to be the first argument” when it gets none or several (base image of Python 3.12, read 2026-11-24).
 */
export function command(checked: CheckedDockerfile): readonly Problem[] {
  if (checked.cmdOverridden) return [];
  return [...unusable(checked), ...repeated(checked)];
}

function unusable({ stage, file, lambdaImage, entrypointOverridden }: CheckedDockerfile): readonly Problem[] {
  if (lambdaImage === undefined || stage.entrypoint || entrypointOverridden) return [];
  // What is built on the OS-only image brings its own way to start.
  if (lambdaImage.language === "provided" || lambdaImage.language === "go") return [];
  const { cmd } = stage;
  const example = EXAMPLES[lambdaImage.language];
  if (cmd === undefined || (cmd.form === "exec" ? cmd.words.length === 0 : cmd.text === "")) {
    return [
      {
        code: "cmd-missing",
        severity: "error",
        file,
        line: cmd?.line ?? stage.line,
        message: cmd ? "CMD is empty: no handler is named." : "There is no CMD: no handler is named.",
        reason:
          "The base image has none either. Each call fails: “entrypoint requires the handler name to be the first argument”.",
        fix: `Add as the last line: CMD ["${example}"]. Or give cmd in DockerImageCode.fromImageAsset.`,
      },
    ];
  }
  if (cmd.form === "shell") return [shellForm(cmd, file)];
  if (cmd.words.length === 1) return [];
  return [
    {
      code: "cmd-many-words",
      severity: "error",
      file,
      line: cmd.line,
      message: `CMD has ${cmd.words.length} strings; the base image takes one, the handler.`,
      reason: "Each call fails: “entrypoint requires the handler name to be the first argument”.",
      fix: `CMD ["${example}"], or an ENTRYPOINT of your own that takes them.`,
    },
  ];
}

const EXAMPLES = {
  python: "lambda_function.handler",
  nodejs: "index.handler",
  ruby: "lambda_function.LambdaFunction::Handler.process",
  java: "com.example.App::handleRequest",
  dotnet: "Assembly::Namespace.Class::Method",
};

function shellForm({ line, text }: Command, file: string): Problem {
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
      ? `CMD ${text} is not JSON, so Docker takes it for a shell command.`
      : `CMD ${text} is a shell command, not a handler.`,
    reason:
      "The runtime gets /bin/sh, -c and the text in place of a handler. Each call fails: “entrypoint requires the handler name to be the first argument”.",
    fix: `CMD ${JSON.stringify(words)}${brackets ? " (strings in double quotes, with a comma between them)" : ""}`,
  };
}

/** In stages built on one another the second CMD is meant to win. */
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
      message: `CMD is given ${lines.length} times, in lines ${lines.slice(0, -1).join(", ")} and ${last.line}: the last one wins.`,
      reason: `CMD ${first.text} has no effect; the handler is ${last.text}.`,
      fix: "Remove all but one.",
    },
  ];
}
