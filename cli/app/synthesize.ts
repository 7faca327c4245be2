import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ProgramFailed, runProgram } from "../process/run-program";
import { CommandError, log } from "../process/steps";
import { keepPrivate } from "./private-folders";

/** Where CDKTF writes the stacks. */
export const OUTDIR = "cdktf.out";

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly name: string;
  /** The folder that Terraform runs in. */
  readonly folder: string;
  /** The stacks whose outputs it reads. */
  readonly dependencies: readonly string[];
}

/**
 * Runs the app of cdktf.json as `cdktf synth` does, without the seconds that the CLI itself takes, and prints what it has to say.
 * @returns the stacks, each after those that it depends on
 * @throws CommandError with what the app printed, when it fails
 */
export async function synthesize(environment: Readonly<Record<string, string>>): Promise<SynthesizedStack[]> {
  const { stacks, printAnnotations } = await synthesizeQuietly(environment);
  printAnnotations();
  return stacks;
}

/** As `synthesize`, but what the app has to say is printed by `printAnnotations` only; what it printed before it failed is printed anyway. */
export async function synthesizeQuietly(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly stacks: SynthesizedStack[]; printAnnotations(): void }> {
  keepPrivate(OUTDIR, ".local");
  const { app } = JSON.parse(readFileSync("cdktf.json", "utf8")) as { app: string };
  const { code, stdout, stderr } = await runProgram(app, [], {
    shell: true,
    env: { ...process.env, ...environment, CDKTF_OUTDIR: OUTDIR },
  });
  if (code !== 0) {
    process.stdout.write(stdout);
    throw validationErrors(stderr) ?? new ProgramFailed(`The app failed (${app}):\n\n${stderr}`);
  }
  const annotations = Object.values(parseManifest().stacks).flatMap((stack) => stack.annotations);
  return {
    stacks: readManifest(),
    printAnnotations() {
      process.stdout.write(stdout);
      process.stderr.write(stderr);
      for (const { message } of annotations) {
        log(message);
      }
    },
  };
}

/** What CDKTF 0.21 says when a validation fails, without its advice to skip validations and without the stack trace. */
function validationErrors(stderr: string): CommandError | undefined {
  const errors =
    /Error: Validation failed with the following errors:\n([\s\S]*?)\n\s*\nIf you wish to ignore these validations/
      .exec(stderr)?.[1]
      ?.trim();
  return errors === undefined ? undefined : new CommandError(errors);
}

/** CDKTF's record of what a synth wrote. */
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
export function readManifest(): SynthesizedStack[] {
  const { stacks } = parseManifest();
  const ordered = new Map<string, SynthesizedStack>();
  const add = (name: string): void => {
    const stack = stacks[name];
    if (stack && !ordered.has(name)) {
      stack.dependencies.forEach(add);
      const { dependencies, workingDirectory } = stack;
      ordered.set(name, { name, folder: path.join(OUTDIR, workingDirectory), dependencies });
    }
  };
  Object.keys(stacks).forEach(add);
  return [...ordered.values()];
}

function parseManifest(): Manifest {
  const file = path.join(OUTDIR, "manifest.json");
  if (!existsSync(file)) {
    throw new CommandError(`Nothing is synthesized yet: ${OUTDIR} is missing. Run npm run local first.`);
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
