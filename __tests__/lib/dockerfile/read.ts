import { Architecture } from "../../../lib/architecture";
import { BuildContext } from "../../../lib/build-context/build-context";
import {
  type Dockerfile,
  type ReadDockerfileOptions,
  readDockerfile,
} from "../../../lib/dockerfile/dockerfile";
import {
  type DockerfileProblemsInput,
  dockerfileProblems,
} from "../../../lib/dockerfile/dockerfile-problems";
import type { Problem } from "../../../lib/problem";
import { type Tree, writeTree } from "../build-context/tree";

type ReadOptions = Partial<ReadDockerfileOptions>;

export function readText(text: string, options: ReadOptions = {}): Dockerfile {
  return readDockerfile(text, { platform: "linux/amd64", ...options });
}

/** The stage that becomes the image. */
export function targetOf(text: string, options: ReadOptions = {}) {
  const { target } = readText(text, options);
  if (target === undefined) throw new Error("It should have a target.");
  return target;
}

/** Reads a folder with this Dockerfile and these files. */
export function folder(dockerfile: string, files: Tree = {}, options: ReadOptions = {}) {
  const context = BuildContext.read({ directory: writeTree({ Dockerfile: dockerfile, ...files }) });
  return { context, dockerfile: readText(dockerfile, options) };
}

export const PYTHON = "public.ecr.aws/lambda/python:3.13";

type Folder = [
  dockerfile: string,
  files?: Tree,
  input?: Partial<DockerfileProblemsInput> & { readonly read?: ReadOptions },
];

/** All problems of a folder. */
export function problemsOf(
  ...[dockerfile, files = {}, { read = {}, ...input } = {}]: Folder
): readonly Problem[] {
  return dockerfileProblems({
    ...folder(dockerfile, files, read),
    architecture: Architecture.X86_64,
    today: "2026-11-24",
    ...input,
  });
}

export function codesOf(...given: Folder): string[] {
  return problemsOf(...given).map(({ code }) => code);
}

/** The problem with that code. */
export function problemOf(code: string, ...given: Folder): Problem {
  const found = problemsOf(...given);
  const problem = found.find((each) => each.code === code);
  if (problem === undefined) throw new Error(`No ${code} among ${JSON.stringify(found)}.`);
  return problem;
}
