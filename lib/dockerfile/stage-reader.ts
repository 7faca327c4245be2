import * as path from "node:path";
import { expand, type Lookup } from "./expand";
import { isPlainImage } from "./image-reference";
import type { Instruction } from "./instruction";
import { LAMBDA_IMAGE_VARIABLES, LAMBDA_TASK_ROOT, lambdaBaseImage } from "./lambda-runtimes";
import { readInstructions } from "./read-instructions";
import {
  type Command,
  type CopyStep,
  type From,
  findStage,
  type RunStep,
  type Stage,
  type Step,
} from "./stage";
import { Variables, words } from "./variables";

export interface StageOptions {
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly buildContexts?: Readonly<Record<string, string>>;
  readonly global: Variables;
  readonly escapeChar: string;
}

/** A stage that is built up instruction by instruction. */
export class StageReader implements Stage {
  readonly index: number;
  readonly name?: string;
  readonly line: number;
  readonly parent?: StageReader;
  readonly steps: Step[] = [];
  readonly instructions: Instruction[] = [];
  readonly cmds: Command[] = [];
  cmd?: Command;
  entrypoint?: Command;
  workdir?: string;
  /** Environment variables and ARGs together, as instructions see them. */
  private readonly variables: Variables;
  private readonly environment: Variables;
  private readonly triggers: Instruction[] = [];
  private plainShell: boolean;

  constructor(
    /** The earlier stages, which it may refer to. */
    private readonly before: readonly StageReader[],
    instruction: Instruction,
    readonly from: From,
    private readonly options: StageOptions,
  ) {
    this.index = before.length;
    this.line = instruction.line;
    const [, as, name] = instruction.text.split(/\s+/);
    if (as?.toLowerCase() === "as" && name !== undefined) this.name = name.toLowerCase();

    const parent =
      from.image === undefined || /^\d+$/.test(from.image) ? undefined : findStage(from.image, this.before);
    if (parent) {
      this.parent = parent;
      if (parent.cmd) this.cmd = parent.cmd;
      if (parent.entrypoint) this.entrypoint = parent.entrypoint;
      if (parent.workdir !== undefined) this.workdir = parent.workdir;
      this.variables = parent.variables.copy();
      this.environment = parent.environment.copy();
      this.plainShell = parent.plainShell;
      for (const trigger of parent.triggers) this.apply({ ...trigger, line: this.line });
      return;
    }
    const { values, others, workdir } = inheritedFrom(from.image);
    this.variables = new Variables(values, others);
    this.environment = this.variables.copy();
    if (workdir !== undefined) this.workdir = workdir;
    this.plainShell = true;
  }

  get env(): Lookup {
    return this.environment.lookup;
  }

  add(instruction: Instruction): void {
    this.instructions.push(instruction);
    this.apply(instruction);
  }

  private apply(instruction: Instruction): void {
    const { line, text, json } = instruction;
    switch (instruction.keyword) {
      case "ARG":
        this.variables.addArgs(
          instruction,
          this.options.escapeChar,
          this.options.buildArgs ?? {},
          this.options.global.lookup,
        );
        break;
      case "ENV":
        this.setEnvironment(text);
        break;
      case "SHELL":
        this.plainShell = /(^|\/)(ba)?sh$/.test(json?.[0] ?? "");
        break;
      case "WORKDIR": {
        const given = this.expand(text);
        const path = given === undefined ? undefined : this.absolute(given)?.replace(/(.)\/$/, "$1");
        if (path === undefined) delete this.workdir;
        else this.workdir = path;
        this.steps.push({ kind: "workdir", line, ...(path !== undefined && { path }) });
        break;
      }
      case "CMD":
        this.cmd = commandOf(instruction);
        this.cmds.push(this.cmd);
        break;
      case "ENTRYPOINT":
        this.entrypoint = commandOf(instruction);
        // A new ENTRYPOINT drops an inherited CMD, since that was written for another entrypoint. A CMD of the same
        // stage stays.
        if (this.cmds.length === 0) delete this.cmd;
        break;
      case "ONBUILD":
        this.triggers.push(...triggerOf(instruction));
        break;
      case "COPY":
      case "ADD":
        this.steps.push(this.copy(instruction, instruction.keyword));
        break;
      case "RUN":
        this.steps.push(this.run(instruction));
        break;
    }
  }

  private setEnvironment(text: string): void {
    const { escapeChar } = this.options;
    const first = words(text, escapeChar)[0] ?? "";
    const pairs = first.includes("=")
      ? words(text, escapeChar).map((word) => [
          word.slice(0, word.indexOf("=")),
          word.slice(word.indexOf("=") + 1),
        ])
      : [/^(\S+)\s+(.*)$/s.exec(text)?.slice(1) ?? []];
    // All values in one line are expanded with the variables from before that line.
    const values = pairs.map(([name = "", value = ""]) => [name, this.expand(value)] as const);
    for (const [name, value] of values) {
      this.variables.set(name, value);
      this.environment.set(name, value);
    }
  }

  private copy(instruction: Instruction, keyword: "COPY" | "ADD"): CopyStep {
    const all = instruction.json ?? instruction.text.split(/\s+/);
    const destination = all.at(-1) ?? "";
    const plain = all.slice(0, -1).filter((word) => !/^\d*<<-?./.test(word));
    const given = this.expand(destination);
    const target = given === undefined ? undefined : this.absolute(given);
    const from = instruction.flags.find(({ name }) => name === "from")?.value;
    return {
      kind: "copy",
      keyword,
      line: instruction.line,
      flags: instruction.flags,
      sources: plain.map((written) => {
        const expanded = this.expand(written);
        return { written, ...(expanded !== undefined && { path: expanded }) };
      }),
      documents: instruction.documents,
      destination,
      ...(target !== undefined && { target }),
      ...(from !== undefined && { from: this.sourceOf(from) }),
      instruction,
    };
  }

  /** A named context comes before a stage of the same name. The name of a folder is made one that no image has. */
  private sourceOf(from: string): NonNullable<CopyStep["from"]> {
    const context = this.options.buildContexts?.[from];
    return context === undefined
      ? (findStage(from, this.before) ?? { image: from })
      : { image: imageOfContext(context) ?? `build-context:${from}` };
  }

  private run(instruction: Instruction): RunStep {
    const { lookup } = this.variables.copy();
    return {
      kind: "run",
      line: instruction.line,
      ...(this.workdir !== undefined && { workdir: this.workdir }),
      expand: (word) => expand(word, lookup),
      plainShell: this.plainShell,
      instruction,
    };
  }

  private expand(word: string): string | undefined {
    return expand(word, this.variables.lookup, this.options.escapeChar);
  }

  /** Keeps a trailing slash, and adds one for `.`, which is always a folder. */
  private absolute(given: string): string | undefined {
    const folder = /(^|\/)\.?$/.test(given) ? "/" : "";
    if (!given.startsWith("/") && this.workdir === undefined) return undefined;
    const joined = path.posix.resolve("/", this.workdir ?? "/", given);
    return joined === "/" ? joined : joined + folder;
  }
}

/** The settings that a stage inherits from an image of another origin. */
function inheritedFrom(image: string | undefined): {
  values: readonly (readonly [string, string])[];
  others: "unset" | "unknown";
  workdir?: string;
} {
  if (image === undefined) return { values: [], others: "unknown" };
  if (image === "scratch") return { values: [], others: "unset", workdir: "/" };
  if (lambdaBaseImage(image)) {
    return { values: Object.entries(LAMBDA_IMAGE_VARIABLES), others: "unknown", workdir: LAMBDA_TASK_ROOT };
  }
  return { values: [], others: "unknown", ...(isPlainImage(image) && { workdir: "/" }) };
}

/** The image of a named context. @returns undefined for a folder */
export function imageOfContext(value = ""): string | undefined {
  return /^docker-image:\/\/(.*)/.exec(value)?.[1];
}

function commandOf({ line, json, text }: Instruction): Command {
  return { line, form: json ? "exec" : "shell", words: json ?? [], text };
}

function triggerOf({ text, documents }: Instruction): readonly Instruction[] {
  const lines = [text, ...documents.flatMap(({ name, content }) => [content, name])];
  return readInstructions(lines.join("\n")).instructions;
}
