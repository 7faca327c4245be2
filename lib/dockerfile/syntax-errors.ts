import { nearest } from "../nearest";
import type { DockerfileError, Instruction } from "./instruction";
import type { ReadInstructions } from "./read-instructions";
import { findStage, type Stage } from "./stage";

/**
 * Why BuildKit would refuse the file before it builds anything (moby/buildkit v0.32, frontend/dockerfile/instructions/parse.go).
 * A frontend of one's own (`# syntax`) may know more than Docker's: then only Docker's reader, which runs first, is asked.
 */
export function syntaxErrors(
  read: ReadInstructions,
  stages: readonly Stage[],
  target: string | undefined,
): readonly DockerfileError[] {
  const { instructions, syntax } = read;
  if (syntax !== undefined && !/^(docker\.io\/)?docker\/dockerfile(-upstream)?(:|@|$)/.test(syntax))
    return [];
  const errors = [...read.errors, ...instructions.flatMap(instructionErrors)];
  const first = instructions.find(({ keyword }) => keyword !== "ARG");
  if (!instructions.some(({ keyword }) => keyword === "FROM")) {
    errors.push({
      line: first?.line ?? 1,
      message: "There is no FROM.",
      fix: "Begin with the image to build on, for example FROM public.ecr.aws/lambda/python:3.14",
    });
  } else if (first !== undefined && first.keyword !== "FROM" && KEYWORDS.has(first.keyword)) {
    errors.push({
      line: first.line,
      message: `${first.keyword} comes before the first FROM.`,
      fix: "Move it below FROM: only ARG may come before.",
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
          : `Give one of these as target: ${names.join(", ")}.`,
    });
  }
  return errors.sort((one, other) => one.line - other.line);
}

const KEYWORDS = new Set([
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
]);

function instructionErrors(instruction: Instruction): DockerfileError[] {
  const { keyword, line, text, json } = instruction;
  const words = json ?? text.split(/\s+/).filter((word) => word !== "");
  if (!KEYWORDS.has(keyword)) {
    const near = nearest(keyword, KEYWORDS);
    return [
      {
        line,
        message: `Docker knows no instruction ${keyword}${near === undefined ? "" : ` — did you mean ${near}?`}`,
        fix: `Correct the word. If the line belongs to the one above, end that one with a backslash.`,
      },
    ];
  }
  if (keyword === "FROM" && words.length !== 1 && !(words.length === 3 && words[1]?.toLowerCase() === "as")) {
    return [
      {
        line,
        message: "FROM takes an image, and a name after AS.",
        fix: "Write FROM image or FROM image AS name.",
      },
    ];
  }
  if (keyword === "FROM" && words[2] !== undefined && !/^[a-z][a-z0-9-_.]*$/i.test(words[2])) {
    return [
      {
        line,
        message: `${JSON.stringify(words[2])} can't be the name of a stage.`,
        fix: "Begin with a letter; then letters, digits, “-”, “_” and “.” may follow.",
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
