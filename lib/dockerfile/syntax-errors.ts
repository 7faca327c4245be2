import { nearest } from "../nearest";
import type { DockerfileError, Instruction } from "./instruction";
import { INSTRUCTIONS, type ReadInstructions } from "./read-instructions";
import { findStage, type Stage } from "./stage";

/**
 * The errors for which BuildKit refuses the file before it builds anything (moby/buildkit v0.32,
 * frontend/dockerfile/instructions/parse.go). A custom frontend (`# syntax`) may support more instructions than
 * Docker's. Then only the errors of Docker's reader, which runs first, are reported.
 */
export function syntaxErrors(
  read: ReadInstructions,
  stages: readonly Stage[],
  target: string | undefined,
): readonly DockerfileError[] {
  const { instructions, syntax } = read;
  if (syntax !== undefined && !/^(docker\.io\/)?docker\/dockerfile(-upstream)?(:|@|$)/.test(syntax))
    return [];
  if (isNoDockerfile(instructions)) {
    return [
      {
        line: instructions[0]?.line ?? 1,
        message: "This is not a Dockerfile: hardly any line begins with an instruction of Docker.",
        fix: "Give the path of the Dockerfile as file, or write one: FROM, COPY, CMD.",
      },
    ];
  }
  const errors = [...read.errors, ...instructions.flatMap(instructionErrors)];
  const first = instructions.find(({ keyword }) => keyword !== "ARG");
  if (!instructions.some(({ keyword }) => keyword === "FROM")) {
    errors.push({
      line: first?.line ?? 1,
      message: "There is no FROM.",
      fix: "Start with the base image, for example FROM public.ecr.aws/lambda/python:3.14",
    });
  } else if (first !== undefined && first.keyword !== "FROM" && INSTRUCTIONS.has(first.keyword)) {
    errors.push({
      line: first.line,
      message: `${first.keyword} comes before the first FROM.`,
      fix: "Move it below FROM. Only ARG may come before FROM.",
    });
  } else if (target !== undefined && findStage(target, stages) === undefined) {
    const names = stages.flatMap(({ name }) => name ?? []);
    const near = nearest(target.toLowerCase(), names);
    errors.push({
      line: stages.at(-1)?.line ?? 1,
      message: `There is no stage ${JSON.stringify(target)}${near === undefined ? "" : ` — did you mean ${JSON.stringify(near)}?`}`,
      fix:
        names.length === 0
          ? `Name the stage: FROM … AS ${target}`
          : `Set target to one of these: ${names.join(", ")}.`,
    });
  }
  return errors.sort((one, other) => one.line - other.line);
}

/** Another file, for example a script or YAML. Then an error for each of its lines would hide what is wrong. */
function isNoDockerfile(instructions: readonly Instruction[]): boolean {
  const known = instructions.filter(({ keyword }) => INSTRUCTIONS.has(keyword)).length;
  return instructions.length >= 3 && known * 4 < instructions.length;
}

/** What a line that ends in a backslash takes in, where that stops the build or leaves a setting without effect. */
function swallowedError({ keyword, line, swallowed }: Instruction): DockerfileError[] {
  // In RUN a shell reads the words. There it is a warning, of another rule.
  if (swallowed === undefined || keyword === "RUN") return [];
  return [
    {
      line: swallowed.backslashLine,
      message: `The line before ${swallowed.keyword} ends in a backslash, so ${swallowed.keyword} is read as a part of ${keyword} (line ${line}).`,
      fix: `Remove the backslash at the end of line ${swallowed.backslashLine}.`,
    },
  ];
}

function instructionErrors(instruction: Instruction): DockerfileError[] {
  const { keyword, line, text, json } = instruction;
  const swallowed = swallowedError(instruction);
  if (swallowed.length > 0) return swallowed;
  const words = json ?? text.split(/\s+/).filter((word) => word !== "");
  if (!INSTRUCTIONS.has(keyword)) {
    const near = nearest(keyword, INSTRUCTIONS);
    return [
      {
        line,
        message: `Docker has no instruction ${keyword}${near === undefined ? "" : ` — did you mean ${near}?`}`,
        fix: `Correct the word. If this line continues the line above, end that line with a backslash.`,
      },
    ];
  }
  if (keyword === "FROM" && words.length !== 1 && !(words.length === 3 && words[1]?.toLowerCase() === "as")) {
    return [
      {
        line,
        message: "FROM takes an image, and optionally a name after AS.",
        fix: "Write FROM image or FROM image AS name.",
      },
    ];
  }
  if (keyword === "FROM" && words[2] !== undefined && !/^[a-z][a-z0-9-_.]*$/i.test(words[2])) {
    return [
      {
        line,
        message: `${JSON.stringify(words[2])} is not a valid name of a stage.`,
        fix: "Use a name that starts with a letter and continues with letters, digits, “-”, “_” and “.”.",
      },
    ];
  }
  if ((keyword === "COPY" || keyword === "ADD") && words.length < 2) {
    return [
      {
        line,
        message: `${keyword} needs a source and a destination.`,
        fix: `Write ${keyword} source destination.`,
      },
    ];
  }
  if (NEEDS_ARGUMENT.has(keyword) && text === "") {
    return [{ line, message: `${keyword} has nothing after it.`, fix: "Complete the line, or remove it." }];
  }
  return [];
}

const NEEDS_ARGUMENT = new Set([
  "ARG",
  "ENV",
  "EXPOSE",
  "LABEL",
  "ONBUILD",
  "SHELL",
  "USER",
  "VOLUME",
  "WORKDIR",
]);
