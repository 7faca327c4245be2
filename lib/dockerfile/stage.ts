import type { Lookup } from "./expand";
import type { Flag, HereDocument, Instruction } from "./instruction";

/** A build stage of a Dockerfile: a FROM and the instructions after it. */
export interface Stage {
  /** 0-based. */
  readonly index: number;
  /** In lower case. @default - it has none */
  readonly name?: string;
  /** 1-based, of its FROM. */
  readonly line: number;
  readonly from: From;
  /** The stage it is built on. @default - it is built on an image */
  readonly parent?: Stage;
  /**
   * The instructions that change files, in order. ONBUILD instructions of the parent come first, with the line of this
   * stage's FROM.
   */
  readonly steps: readonly Step[];
  /** Its own instructions, in order. */
  readonly instructions: readonly Instruction[];
  /** Its own CMDs, in order. The last one counts. */
  readonly cmds: readonly Command[];
  /** The CMD of the image, possibly inherited. @default - that of the base image, if it has one */
  readonly cmd?: Command;
  /** The ENTRYPOINT of the image, possibly inherited. @default - that of the base image, if it has one */
  readonly entrypoint?: Command;
  /** The working directory of the image, absolute. @default - not known */
  readonly workdir?: string;
  /** The value of an environment variable of the image. ARGs are not included. */
  readonly env: Lookup;
}

export interface From {
  /** The image, as written. */
  readonly written: string;
  /** The whole instruction, as written in the file. */
  readonly source: string;
  /** The image, or the name of the stage. @default - not known */
  readonly image?: string;
  /** The variables in it that have no value. */
  readonly unset: readonly string[];
  /** `--platform` is given. */
  readonly choosesPlatform: boolean;
  /** `--platform`, with its variables replaced. @default - none is given, or it isn't known */
  readonly platform?: string;
}

/** CMD or ENTRYPOINT. */
export interface Command {
  readonly line: number;
  /** `exec` is the JSON form; in `shell` form Docker starts a shell, which starts the command. */
  readonly form: "exec" | "shell";
  /** The strings of the list in exec form. */
  readonly words: readonly string[];
  /** As written after the keyword. */
  readonly text: string;
}

export type Step = CopyStep | RunStep | WorkdirStep;

interface StepBase {
  readonly line: number;
}

export interface CopyStep extends StepBase {
  readonly kind: "copy";
  readonly keyword: "COPY" | "ADD";
  readonly flags: readonly Flag[];
  /** Without here-documents. */
  readonly sources: readonly CopySource[];
  readonly documents: readonly HereDocument[];
  /** As written. */
  readonly destination: string;
  /** Absolute. It ends in `/` when it is certainly a folder. @default - not known */
  readonly target?: string;
  /** @default - the build context */
  readonly from?: Stage | { readonly image: string };
  readonly instruction: Instruction;
}

export interface CopySource {
  readonly written: string;
  /** With variables replaced. @default - not known */
  readonly path?: string;
}

export interface RunStep extends StepBase {
  readonly kind: "run";
  /** @default - not known */
  readonly workdir?: string;
  /** Replaces the variables in a word. */
  readonly expand: (word: string) => string | undefined;
  /** The shell of the stage is sh or bash. */
  readonly plainShell: boolean;
  readonly instruction: Instruction;
}

export interface WorkdirStep extends StepBase {
  readonly kind: "workdir";
  /** Absolute. @default - not known */
  readonly path?: string;
}

/** A stage and the stages it is built on, in order; the stage itself comes last. */
export function lineage(stage: Stage): readonly Stage[] {
  return stage.parent ? [...lineage(stage.parent), stage] : [stage];
}

/** The first stage of the chain that a stage is built on. */
export function rootOf(stage: Stage): Stage {
  return stage.parent ? rootOf(stage.parent) : stage;
}

/** The stages that BuildKit builds for a stage, including the stage itself. */
export function neededStages(stage: Stage, all: readonly Stage[]): ReadonlySet<Stage> {
  const needed = new Set<Stage>();
  visit(stage);
  return needed;

  function visit(next: Stage): void {
    if (needed.has(next)) return;
    needed.add(next);
    if (next.parent) visit(next.parent);
    for (const step of next.steps) {
      if (step.kind === "copy" && step.from && "steps" in step.from) visit(step.from);
      if (step.kind !== "run") continue;
      for (const { name, value } of step.instruction.flags) {
        const [, from] = (name === "mount" && /(?:^|,)from=([^,]+)/.exec(value)) || [];
        const other = from === undefined ? undefined : findStage(from, all);
        if (other) visit(other);
      }
    }
  }
}

/** Finds a stage by its name or number. */
export function findStage<S extends Stage>(nameOrIndex: string, stages: readonly S[]): S | undefined {
  if (/^\d+$/.test(nameOrIndex)) return stages[Number(nameOrIndex)];
  return stages.findLast((stage) => stage.name === nameOrIndex.toLowerCase());
}
