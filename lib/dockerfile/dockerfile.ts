import { expand, type Lookup } from "./expand";
import type { DockerfileError, Instruction } from "./instruction";
import { readInstructions } from "./read-instructions";
import { type From, findStage, neededStages, type Stage } from "./stage";
import { imageOfContext, StageReader } from "./stage-reader";
import { syntaxErrors } from "./syntax-errors";
import { Variables } from "./variables";

export interface ReadDockerfileOptions {
  /** Values for ARGs. @default - none */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** The stage to build. @default - the last one */
  readonly target?: string;
  readonly platform: "linux/amd64" | "linux/arm64";
  /** The named build contexts: `docker-image://…`, or another text for a folder. @default - none */
  readonly buildContexts?: Readonly<Record<string, string>>;
}

/** The facts of a Dockerfile, for one set of options. */
export interface Dockerfile {
  /** All stages, in order. */
  readonly stages: readonly Stage[];
  /** The stage that becomes the image. @default - none; `errors` has the reason */
  readonly target?: Stage;
  /** The stages that are built for the target, in order. */
  readonly needed: readonly Stage[];
  /** The errors that stop a build before it builds anything. */
  readonly errors: readonly DockerfileError[];
}

/**
 * Reads a Dockerfile as BuildKit does (moby/buildkit v0.32, frontend/dockerfile/dockerfile2llb/convert.go). A fact that
 * doesn't follow from the Dockerfile alone is undefined.
 */
export function readDockerfile(text: string, options: ReadDockerfileOptions): Dockerfile {
  const read = readInstructions(text);
  const global = new Variables(platformVariables(options), "unset");
  const stages: StageReader[] = [];
  for (const instruction of read.instructions) {
    const current = stages.at(-1);
    if (instruction.keyword === "FROM") {
      const from = fromContext(readFrom(instruction, global.lookup, read.escapeChar), options.buildContexts);
      stages.push(
        new StageReader([...stages], instruction, from, { ...options, global, escapeChar: read.escapeChar }),
      );
    } else if (current) current.add(instruction);
    else if (instruction.keyword === "ARG")
      global.addArgs(instruction, read.escapeChar, options.buildArgs ?? {});
  }
  const target = options.target === undefined ? stages.at(-1) : findStage(options.target, stages);
  const needed = target ? neededStages(target, stages) : new Set<Stage>();
  return {
    stages,
    ...(target && { target }),
    needed: stages.filter((stage) => needed.has(stage)),
    errors: syntaxErrors(read, stages, options.target),
  };
}

/** The ARGs that a builder sets automatically. The platform of the building machine is not known. */
function platformVariables({
  platform,
  buildArgs = {},
}: ReadDockerfileOptions): [string, string | undefined][] {
  const [os, architecture] = platform.split("/");
  const values: Record<string, string | undefined> = {
    BUILDPLATFORM: undefined,
    BUILDOS: undefined,
    BUILDOSVERSION: undefined,
    BUILDARCH: undefined,
    BUILDVARIANT: undefined,
    TARGETPLATFORM: platform,
    TARGETOS: os,
    TARGETOSVERSION: "",
    TARGETARCH: architecture,
    TARGETVARIANT: "",
    TARGETSTAGE: undefined,
  };
  return Object.entries(values).map(([name, value]) => [name, buildArgs[name] ?? value]);
}

/** A named context stands for the image of that name, also before a stage (frontend/dockerfile/dockerfile2llb). */
function fromContext(from: From, contexts: ReadDockerfileOptions["buildContexts"] = {}): From {
  if (from.image === undefined || !Object.hasOwn(contexts, from.image)) return from;
  const { image, ...others } = from;
  const other = imageOfContext(contexts[image]);
  return { ...others, ...(other !== undefined && { image: other }) };
}

function readFrom({ text, flags, source }: Instruction, lookup: Lookup, escapeChar: string): From {
  const written = text.split(/\s+/)[0] ?? "";
  const unset: string[] = [];
  const image = expand(
    written,
    (name) => {
      const value = lookup(name);
      if (value === null) unset.push(name);
      return value;
    },
    escapeChar,
  );
  const platform = flags.find(({ name }) => name === "platform")?.value;
  const known = platform === undefined ? undefined : expand(platform, lookup, escapeChar);
  return {
    written,
    source,
    ...(image !== undefined && { image }),
    unset,
    choosesPlatform: platform !== undefined,
    ...(known !== undefined && { platform: known }),
  };
}
