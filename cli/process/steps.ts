import { isInterrupted } from "./interrupt";
import { printRemark, whileShown } from "./progress";
import { colored, isTerminal, wrap } from "./terminal";

/**
 * Runs one step of a command. It is shown while it runs, and then printed as one line with its time: `✓ Built the image (3.2 s)`, or
 * `✗ Building the image failed (3.2 s)`. All of it is on standard error.
 * @param title what was done, beginning with a verb in the past tense
 */
export async function step<T>(
  title: string,
  run: () => T | Promise<T>,
  note?: (result: T) => string | undefined,
): Promise<T> {
  if (isInterrupted()) {
    return new Promise(() => undefined);
  }
  const started = performance.now();
  try {
    const result = await whileShown(inProgress(title), run);
    const more = note?.(result);
    logDone(`${title}${more ? `: ${more}` : ""}`, started);
    return result;
  } catch (error) {
    if (!(error instanceof StepNotPossible)) {
      logFailed(title, started);
    }
    throw error;
  }
}

/** Ends a step that could not be tried yet, without a line. Whoever catches it says why. */
export class StepNotPossible extends Error {}

/** Prints a step that is done. @param started a time of performance.now() */
export function logDone(title: string, started: number): void {
  printRemark(`${colored("green", "✓", process.stderr)} ${title} ${seconds(started)}`);
}

/** Prints a step that failed. @param started a time of performance.now() */
export function logFailed(title: string, started: number): void {
  printRemark(`${colored("red", "✗", process.stderr)} ${inProgress(title)} failed ${seconds(started)}`);
}

/** Prints something that the user should know, on standard error: as one line, which a terminal shows wrapped at words. */
export function log(message: string): void {
  const { columns } = process.stderr;
  const isLong = isTerminal(process.stderr) && columns > INDENT.length && !message.includes("\n");
  const lines = isLong ? wrap(message, columns - INDENT.length) : [message];
  printRemark(`• ${lines.join(`\n${INDENT}`)}`);
}

const INDENT = "  ";

/** A failure that is shown to the user as its message alone, without a stack trace. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

const IRREGULAR: Readonly<Record<string, string>> = {
  Built: "Building",
  Found: "Finding",
  Got: "Getting",
  Made: "Making",
  Read: "Reading",
  Ran: "Running",
  Wrote: "Writing",
};

/** The title of a step that isn't done: `Planned functions-dev` becomes `Planning functions-dev`. */
export function inProgress(title: string): string {
  return title.replace(/^\w+/, (verb) => IRREGULAR[verb] ?? verb.replace(/ed$/, "ing"));
}

function seconds(started: number): string {
  const text = `(${((performance.now() - started) / 1000).toFixed(1)} s)`;
  return colored("faint", text, process.stderr);
}
