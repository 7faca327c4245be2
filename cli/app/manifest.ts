import { randomInt } from "node:crypto";
import { existsSync, readFileSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { CommandError } from "../process/steps";

/** A synthesized stack. */
export interface SynthesizedStack {
  readonly name: string;
  /** The folder that Terraform runs in. */
  readonly folder: string;
  /** The stacks whose outputs it reads. */
  readonly dependencies: readonly string[];
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
 * @throws CommandError when the app wrote none
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

/** The stacks of the last synth that still exist. */
export function lastStacks(outdir: string): readonly SynthesizedStack[] {
  return existsSync(fileIn(outdir))
    ? readManifest(outdir).filter(({ folder }) => existsSync(path.join(folder, "cdk.tf.json")))
    : [];
}

/** Times that no file is written at, and that all file systems can store. */
const MARK_SECONDS = { from: Date.UTC(1990) / 1_000, to: Date.UTC(2000) / 1_000 };

/**
 * Marks the manifest of the last synth, so that it isn't taken for that of the next one.
 * @returns the mark, which is another one each time, since two commands may synthesize at once
 */
export function markManifest(outdir: string): number {
  const file = fileIn(outdir);
  // An even number, since FAT stores no odd ones.
  const mark = 2 * randomInt(MARK_SECONDS.from / 2, MARK_SECONDS.to / 2);
  if (existsSync(file)) {
    utimesSync(file, mark, mark);
  }
  return mark;
}

/** @throws CommandError when the app, which has ended, wrote no manifest */
export function checkManifestIsNew(outdir: string, mark: number): void {
  const file = fileIn(outdir);
  if (existsSync(file) && statSync(file).mtimeMs === mark * 1_000) {
    throw new CommandError(
      `The app wrote no stacks: ${file} is that of an earlier run. Does the app call app.synth()? Or does it end before that call? (A tool that runs the app, and caches its output, must not do so.)`,
    );
  }
}

function fileIn(outdir: string): string {
  return path.join(outdir, "manifest.json");
}

/** @throws CommandError when the app wrote none */
export function parseManifest(outdir: string): Manifest {
  const file = fileIn(outdir);
  if (!existsSync(file)) {
    throw new CommandError(`The app wrote no stacks: ${file} is missing. Does the app call app.synth()?`);
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
