import path from "node:path";
import type { Project } from "../project";
import { dockerfileOf } from "../project";
import { type Instruction, jsonWords, readInstructions } from "./instructions";

/** A COPY or ADD. */
export interface Copy {
  readonly instruction: Instruction;
  /** The stage it copies from. @default - the build context */
  readonly from?: Stage;
  /** It copies from another image, or from a stage that isn't known. */
  readonly foreign: boolean;
  readonly flags: readonly string[];
  /** As written. */
  readonly sources: readonly string[];
  readonly destination: string;
  /** The destination's absolute path in the image. @default - not known */
  readonly target?: string;
}

/** A RUN. */
export interface Run {
  readonly instruction: Instruction;
  /** @default - not known */
  readonly workdir?: string;
  /** How many copies of the stage come before it. */
  readonly copiesBefore: number;
}

export interface Stage {
  readonly name?: string;
  /** The name of the image with its variables replaced. */
  readonly image: string;
  readonly from: Instruction;
  readonly parent?: Stage;
  readonly instructions: readonly Instruction[];
  readonly copies: readonly Copy[];
  readonly runs: readonly Run[];
  readonly variables: Readonly<Record<string, string>>;
  readonly workdir?: string;
}

/** AWS's base image for a language. */
export function awsLanguage(image: string): string | undefined {
  return /(?:^|\/)(?:lambda\/|amazon\/aws-lambda-)(python|nodejs|java|dotnet|ruby|go|provided)(?::|@|$)/.exec(
    image,
  )?.[1];
}

/** Whether it is one of Docker's official images whose working directory is `/`. */
function startsInRoot(image: string): boolean {
  return /^(?:(?:docker\.io\/)?(?:library\/)?|public\.ecr\.aws\/docker\/library\/)(?:python|node|ubuntu|debian|alpine|amazonlinux)(?:[:@]|$)/.test(
    image,
  );
}

/** The stages of a Dockerfile. */
export function readStages(project: Project): readonly Stage[] {
  const text = project.files[dockerfileOf(project)] ?? "";
  const globals: Record<string, string> = {};
  const groups: Instruction[][] = [];
  for (const instruction of readInstructions(text)) {
    if (instruction.keyword === "FROM") groups.push([instruction]);
    else if (groups.length > 0) groups.at(-1)?.push(instruction);
    else if (instruction.keyword === "ARG") Object.assign(globals, argOf(instruction, project, globals));
  }
  const stages: Stage[] = [];
  for (const [from, ...instructions] of groups) {
    if (from) stages.push(readStage(from, instructions, stages, { project, globals }));
  }
  return stages;
}

function readStage(
  from: Instruction,
  instructions: readonly Instruction[],
  before: readonly Stage[],
  { project, globals }: { project: Project; globals: Readonly<Record<string, string>> },
): Stage {
  const words = from.text.split(/\s+/).filter((word) => !word.startsWith("--"));
  const image = expand(words[0] ?? "", globals) ?? words[0] ?? "";
  const parent = before.find(({ name }) => name === image.toLowerCase());
  const aws = awsLanguage(image) !== undefined;
  const variables: Record<string, string> = {
    ...(aws && { LAMBDA_TASK_ROOT: "/var/task", LAMBDA_RUNTIME_DIR: "/var/runtime" }),
    ...parent?.variables,
  };
  let workdir = parent ? parent.workdir : aws ? "/var/task" : startsInRoot(image) ? "/" : undefined;
  const copies: Copy[] = [];
  const runs: Run[] = [];
  for (const instruction of instructions) {
    const { keyword, text } = instruction;
    if (keyword === "ARG")
      Object.assign(variables, argOf(instruction, project, { ...globals, ...variables }, globals));
    if (keyword === "ENV") Object.assign(variables, environmentOf(text, variables));
    if (keyword === "WORKDIR") {
      const given = expand(text.replaceAll('"', ""), variables);
      workdir =
        given === undefined || (workdir === undefined && !given.startsWith("/"))
          ? undefined
          : path.posix.resolve(workdir ?? "/", given).replace(/(.)\/$/, "$1");
    }
    if (keyword === "COPY" || keyword === "ADD")
      copies.push(readCopy(instruction, before, variables, workdir));
    if (keyword === "RUN") {
      runs.push({ instruction, copiesBefore: copies.length, ...(workdir !== undefined && { workdir }) });
    }
  }
  const name = /\sAS\s+(\S+)/i.exec(from.text)?.[1]?.toLowerCase();
  return {
    ...(name !== undefined && { name }),
    image,
    from,
    ...(parent && { parent }),
    instructions,
    copies,
    runs,
    variables,
    ...(workdir !== undefined && { workdir }),
  };
}

function readCopy(
  instruction: Instruction,
  before: readonly Stage[],
  variables: Readonly<Record<string, string>>,
  workdir: string | undefined,
): Copy {
  const flags =
    instruction.text
      .match(/^(?:--\S+\s+)+/)?.[0]
      .trim()
      .split(/\s+/) ?? [];
  const rest = instruction.text.replace(/^(?:--\S+\s+)+/, "");
  const words = jsonWords(rest) ?? rest.split(/\s+/);
  const destination = words.at(-1) ?? "";
  const source = flags.find((flag) => flag.startsWith("--from="))?.slice("--from=".length);
  const from =
    source === undefined
      ? undefined
      : (before.find(({ name }) => name === source.toLowerCase()) ??
        (/^\d+$/.test(source) ? before[Number(source)] : undefined));
  const given = expand(destination, variables);
  const target =
    given === undefined || (workdir === undefined && !given.startsWith("/"))
      ? undefined
      : path.posix.resolve(workdir ?? "/", given);
  return {
    instruction,
    ...(from && { from }),
    foreign: source !== undefined && from === undefined,
    flags,
    sources: words.slice(0, -1).map((word) => expand(word, variables) ?? word),
    destination,
    ...(target !== undefined && { target }),
  };
}

/** The variable of an ARG, if it has a value. */
function argOf(
  { text }: Instruction,
  { buildArgs = {} }: Project,
  variables: Readonly<Record<string, string>>,
  globals: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name = "", , value] = /^(\w+)(=(.*))?$/.exec(text.trim()) ?? [];
  const found = buildArgs[name] ?? (value === undefined ? globals[name] : expand(unquoted(value), variables));
  return name === "" || found === undefined ? {} : { [name]: found };
}

function environmentOf(
  text: string,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const [, name, value = ""] = /^(\w+)\s+([^=]*)$/.exec(text) ?? [];
  const pairs =
    name !== undefined
      ? [[name, value] as const]
      : [...text.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g)].map(
          (match) => [match[1] ?? "", match[2] ?? ""] as const,
        );
  const found: Record<string, string> = {};
  for (const [key, written] of pairs) {
    const expanded = expand(unquoted(written), variables);
    if (expanded !== undefined) found[key] = expanded;
  }
  return found;
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}

/** Replaces `$NAME` and `${NAME}`. Undefined when a value is not known. */
export function expand(text: string, variables: Readonly<Record<string, string>>): string | undefined {
  let known = true;
  const expanded = text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (_, bare?: string, braced?: string, preset?: string) => {
      const value = variables[bare ?? braced ?? ""] ?? preset;
      known &&= value !== undefined;
      return value ?? "";
    },
  );
  return known ? expanded : undefined;
}

/** The stage and those it is built on, the first one first. */
export function lineage(stage: Stage): readonly Stage[] {
  return stage.parent ? [...lineage(stage.parent), stage] : [stage];
}

/** The stages that are built for a stage. */
export function neededFor(stage: Stage): readonly Stage[] {
  const found = new Set<Stage>();
  const add = (each: Stage) => {
    if (found.has(each)) return;
    found.add(each);
    if (each.parent) add(each.parent);
    for (const { from } of each.copies) if (from) add(from);
  };
  add(stage);
  return [...found];
}
