import { sendToLocalAws } from "../local/local-stack";
import { printRemark } from "../process/progress";
import { ProgramFailed, runProgram } from "../process/run-program";
import { CommandError, log } from "../process/steps";
import { appErrorText } from "./app-error";
import { LOCAL_FOLDER } from "./local-folder";
import {
  checkManifestIsNew,
  markManifest,
  parseManifest,
  readManifest,
  type SynthesizedStack,
} from "./manifest";
import { keepPrivate } from "./private-folders";
import type { Target } from "./target";

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
  const mark = markManifest(outdir);
  const { code, stdout, stderr } = await runProgram(app, [], {
    shell: true,
    env: { ...process.env, ...appEnvironment },
  });
  if (code !== 0) {
    printOutput(stdout);
    throw (
      validationErrors(stderr) ??
      new ProgramFailed(
        stderr.trim() === "" ? `The app ended with exit code ${code}: ${app}` : appErrorText(stderr),
      )
    );
  }
  checkManifestIsNew(outdir, mark);
  const annotations = Object.values(parseManifest(outdir).stacks).flatMap((stack) => stack.annotations);
  const stacks = readManifest(outdir);
  return {
    stacks,
    printAnnotations() {
      printOutput(stdout + stderr);
      if (stacks.length === 0) {
        log("The app has no stacks: it makes no TerraformStack. So there is nothing to plan or to deploy");
      }
      for (const { message } of annotations) {
        log(message);
      }
    },
  };
}

/** Prints what the app printed. It is not the result of a command. */
function printOutput(text: string): void {
  if (text.trim() !== "") {
    printRemark(text.trimEnd());
  }
}

/** CDKTF 0.21's message of a failed validation, without its advice to skip validations and without the stack trace. */
function validationErrors(stderr: string): CommandError | undefined {
  const errors =
    /Error: Validation failed with the following errors:\n([\s\S]*?)\n\s*\nIf you wish to ignore these validations/
      .exec(stderr)?.[1]
      ?.trim();
  // CDKTF names the stack first, while these are the problems of all of them.
  const text = errors?.replace(/^\[[^\]]*\] (?=The functions of this app have problems\.)/m, "");
  return text === undefined ? undefined : new CommandError(text);
}
