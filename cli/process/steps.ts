import { isInterrupted } from "./interrupt";

/** Runs one step of a command and prints it as one line with its time: `✓ Image built (3.2 s)`. */
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
    const result = await run();
    const more = note?.(result);
    logDone(`${title}${more ? `: ${more}` : ""}`, started);
    return result;
  } catch (error) {
    logFailed(title, started);
    throw error;
  }
}

/** Prints a step that is done. @param started a time of performance.now() */
export function logDone(title: string, started: number): void {
  console.log(`✓ ${title} (${seconds(started)})`);
}

/** Prints a step that failed. @param started a time of performance.now() */
export function logFailed(title: string, started: number): void {
  console.log(`✗ ${title} (${seconds(started)})`);
}

/** Prints something that the user should know, as one line. */
export function log(message: string): void {
  console.log(`• ${message}`);
}

/** As `log`, but on standard error, since the command prints output for programs on standard output. */
export function logToStderr(message: string): void {
  console.error(`• ${message}`);
}

/** A failure that is shown to the user as its message alone, without a stack trace. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
