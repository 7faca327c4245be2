import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../command-line";
import { sendToLocalAws } from "../local/local-stack";
import { ProgramFailed, runProgram } from "../process/run-program";
import { CommandError, log } from "../process/steps";
import { LOCAL_FOLDER } from "./local-folder";
import { keepPrivate } from "./private-folders";
import type { Target } from "./target";

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly name: string;
  /** The folder that Terraform runs in. */
  readonly folder: string;
  /** The stacks whose outputs it reads. */
  readonly dependencies: readonly string[];
}

/**
 * Runs the app of cdktf.json as `cdktf synth` does, without the seconds that the CLI itself takes, and prints its output.
 * @returns the stacks, each after those that it depends on
 * @throws CommandError with the app's output, when it fails
 */
export async function synthesize(target: Target): Promise<SynthesizedStack[]> {
  const { stacks, printAnnotations } = await synthesizeQuietly(target);
  printAnnotations();
  return stacks;
}

/**
 * As `synthesize`, but the app's output is only printed by `printAnnotations`. When the app fails, its output is always
 * printed.
 */
export async function synthesizeQuietly(target: Target): Promise<Synth> {
  keepPrivate(target.outdir, LOCAL_FOLDER);
  const synth = await runApp(target);
  if (target.local) {
    await sendToLocalAws(synth.stacks, target.local);
  }
  return synth;
}

/** The result of a synth: the stacks, and the output of the app. */
export interface Synth {
  /** Each after those that it depends on. */
  readonly stacks: SynthesizedStack[];
  /** Prints the app's output, and CDKTF's annotations. */
  printAnnotations(): void;
}

/** Runs the app of cdktf.json. @throws CommandError with its output, when it fails */
export async function runApp({ app, outdir, appEnvironment }: Target): Promise<Synth> {
  const { code, stdout, stderr } = await runProgram(app, [], {
    shell: true,
    env: { ...process.env, ...appEnvironment },
  });
  if (code !== 0) {
    process.stdout.write(stdout);
    throw validationErrors(stderr) ?? new ProgramFailed(`The app failed (${app}):\n\n${stderr}`);
  }
  const annotations = Object.values(parseManifest(outdir).stacks).flatMap((stack) => stack.annotations);
  return {
    stacks: readManifest(outdir),
    printAnnotations() {
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      for (const { message } of annotations) {
        log(message);
      }
    },
  };
}

/** CDKTF 0.21's message of a failed validation, without its advice to skip validations and without the stack trace. */
function validationErrors(stderr: string): CommandError | undefined {
  const errors =
    /Error: Validation failed with the following errors:\n([\s\S]*?)\n\s*\nIf you wish to ignore these validations/
      .exec(stderr)?.[1]
      ?.trim();
  return errors === undefined ? undefined : new CommandError(errors);
}

/** CDKTF's record of a synth's output. */
interface Manifest {
  readonly stacks: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly workingDirectory: string;
        readonly dependencies: readonly string[];
        readonly annotations: readonly { readonly message: string }[];
      }
    >
  >;
}

/**
 * The stacks of the last synth, each after those that it depends on.
 * @throws CommandError when there was none
 */
export function readManifest(outdir: string): SynthesizedStack[] {
  const { stacks } = parseManifest(outdir);
  const ordered = new Map<string, SynthesizedStack>();
  const add = (name: string): void => {
    const stack = stacks[name];
    if (stack && !ordered.has(name)) {
      stack.dependencies.forEach(add);
      const { dependencies, workingDirectory } = stack;
      ordered.set(name, { name, folder: path.join(outdir, workingDirectory), dependencies });
    }
  };
  Object.keys(stacks).forEach(add);
  return [...ordered.values()];
}

function parseManifest(outdir: string): Manifest {
  const file = path.join(outdir, "manifest.json");
  if (!existsSync(file)) {
    throw new CommandError(
      `Nothing is synthesized yet: ${outdir} is missing. Run ${commandLine("local")} first.`,
    );
  }
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

/**
 * The stacks of these names, or all of them.
 * @throws CommandError when there is none of a name
 */
export function selectStacks(
  stacks: readonly SynthesizedStack[],
  names: readonly string[],
): readonly SynthesizedStack[] {
  const unknown = names.filter((name) => !stacks.some((stack) => stack.name === name));
  if (unknown.length > 0) {
    throw new CommandError(
      `There is no stack "${unknown.join('", "')}". This environment has: ${stacks.map(({ name }) => name).join(", ")}.`,
    );
  }
  return names.length === 0 ? stacks : stacks.filter(({ name }) => names.includes(name));
}
