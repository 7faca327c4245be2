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
    console.log(`✓ ${title}${more ? `: ${more}` : ""} (${seconds(started)})`);
    return result;
  } catch (error) {
    console.log(`✗ ${title} (${seconds(started)})`);
    throw error;
  }
}

/** Prints something that the user should know, as one line. */
export function say(message: string): void {
  console.log(`• ${message}`);
}

/** A failure that is explained to the user by its text alone, without a stack trace. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
