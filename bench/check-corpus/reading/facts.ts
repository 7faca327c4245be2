import type { Place } from "../kind";
import { dockerfileOf, OVERRIDE, type Project } from "../project";
import { type Import, importsOf, ownPaths } from "./imports";
import { type Instruction, jsonWords } from "./instructions";
import { type Origin, originOf } from "./origin";
import { awsLanguage, lineage, neededFor, readStages, type Stage } from "./stages";

/** What the mutators know of a project: simple reading, independent of the checks. */
export interface Facts {
  readonly project: Project;
  readonly dockerfile: string;
  readonly text: string;
  readonly stages: readonly Stage[];
  readonly final: Stage;
  /** The stages that are built. */
  readonly needed: readonly Stage[];
  /** The stage with the image that the final stage is built on. */
  readonly root: Stage;
  /** The language of AWS's base image. @default - another base image */
  readonly aws?: string;
  readonly cmd?: Instruction;
  readonly entrypoint?: Instruction;
  /** @default - CMD isn't a handler, or it can't be told */
  readonly handler?: Handler;
}

export interface Handler {
  /** As in CMD: `app.main.handler`. */
  readonly word: string;
  /** The part before the function. */
  readonly module: string;
  readonly function: string;
  readonly language: "python" | "nodejs";
  /** Where the word is written. */
  readonly place: Required<Place>;
  /** The file in the image. @default - the folder has no such file, or it can't be told */
  readonly source?: HandlerSource;
}

export interface HandlerSource extends Origin {
  readonly imagePath: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly ownModules: readonly OwnModule[];
}

/** A module of the project that the handler's file imports. */
export interface OwnModule extends Origin {
  readonly imported: Import;
}

/** Undefined for a Dockerfile without stages, or a target that isn't there. */
export function readFacts(project: Project): Facts | undefined {
  const stages = readStages(project);
  const { target } = project;
  const final =
    target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target.toLowerCase());
  const root = final && lineage(final)[0];
  if (!final || !root) return undefined;
  const dockerfile = dockerfileOf(project);
  const instructions = lineage(final).flatMap((stage) => stage.instructions);
  const cmd = instructions.findLast(({ keyword }) => keyword === "CMD");
  const entrypoint = instructions.findLast(({ keyword }) => keyword === "ENTRYPOINT");
  const aws = awsLanguage(root.image);
  const facts: Facts = {
    project,
    dockerfile,
    text: project.files[dockerfile] ?? "",
    stages,
    final,
    needed: neededFor(final),
    root,
    ...(aws !== undefined && { aws }),
    ...(cmd && { cmd }),
    ...(entrypoint && { entrypoint }),
  };
  const handler = readHandler(facts);
  return handler ? { ...facts, handler } : facts;
}

/** Whether a runtime interface client gets CMD. */
function startsHandler({ aws, entrypoint, final, project }: Facts): boolean {
  if (!entrypoint) return aws === "python" || aws === "nodejs";
  const words = jsonWords(entrypoint.text) ?? [];
  if (words.some((word) => /^(awslambdaric|aws-lambda-ric|\/lambda-entrypoint\.sh)$/.test(word))) return true;
  const script = originOf(final, words[0] ?? "", project.files);
  const text = script ? (project.files[script.file] ?? "") : "";
  return /awslambdaric|aws-lambda-ric/.test(text) && /\$[@1]/.test(text);
}

function readHandler(facts: Facts): Handler | undefined {
  const { project, cmd, dockerfile } = facts;
  const words = project.cmd ?? (cmd && jsonWords(cmd.text));
  const [word] = words ?? [];
  if (word === undefined || words?.length !== 1 || !startsHandler(facts)) return undefined;
  const language = languageOf(facts);
  const [, module, name] =
    (language === "python" ? /^(.+)\.(\w+)$/ : /^((?:.*\/)?[^./]+)\.(\w+)$/).exec(word) ?? [];
  if (language === undefined || module === undefined || name === undefined) return undefined;
  const handler: Handler = {
    word,
    module,
    function: name,
    language,
    place: project.cmd ? OVERRIDE : { file: dockerfile, line: cmd?.line ?? 1 },
  };
  const source = readSource(facts, handler);
  return source ? { ...handler, source } : handler;
}

function languageOf({ aws, entrypoint, final, project }: Facts): Handler["language"] | undefined {
  if (aws === "python" || aws === "nodejs") return aws;
  const text = entrypoint?.text ?? "";
  const script = originOf(final, jsonWords(text)?.[0] ?? "", project.files);
  const start = script ? (project.files[script.file] ?? "") : text;
  if (/awslambdaric/.test(start)) return "python";
  return /aws-lambda-ric/.test(start) ? "nodejs" : undefined;
}

function readSource({ final, aws, project }: Facts, handler: Handler): HandlerSource | undefined {
  const { variables, workdir } = final;
  const start = aws ? variables.LAMBDA_TASK_ROOT : workdir;
  const roots = [start, ...(variables.PYTHONPATH ?? "").split(":")].filter((root) => root?.startsWith("/"));
  const module = handler.language === "python" ? handler.module.replaceAll(".", "/") : handler.module;
  const suffixes = handler.language === "python" ? [".py", "/__init__.py"] : [".js", ".mjs", ".cjs"];
  const { files } = project;
  for (const imagePath of roots.flatMap((root) => suffixes.map((suffix) => `${root}/${module}${suffix}`))) {
    const origin = originOf(final, imagePath, files);
    const text = origin && files[origin.file];
    if (!origin || !text) continue;
    const imports = importsOf(origin.file, text);
    const ownModules = imports.flatMap((imported) => {
      const found = ownPaths(imported, imagePath, roots as string[])
        .map((candidate) => originOf(final, candidate, files))
        .find((own) => own !== undefined && own.file !== origin.file);
      return found ? [{ ...found, imported }] : [];
    });
    return { ...origin, imagePath, text, imports, ownModules };
  }
  return undefined;
}
