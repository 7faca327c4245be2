import { AsyncLocalStorage } from "node:async_hooks";
import { colored, isTerminal } from "./terminal";

/** A step that is running. */
interface RunningStep {
  readonly title: string;
  readonly started: number;
  waitsFor?: string;
}

const FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
const FRAME_MILLISECONDS = 120;
/** A step that ends sooner is only printed when it has ended. */
const SHOWN_AFTER_MILLISECONDS = 300;
const DEFAULT_COLUMNS = 80;

const running = new Set<RunningStep>();
const current = new AsyncLocalStorage<RunningStep>();
/** The lines of running steps that are on the screen, below everything else. */
let drawn = 0;
let timer: NodeJS.Timeout | undefined;

/**
 * Shows a step in the terminal while it runs: a line with its title, the seconds so far, and what it waits for. Several can run at
 * once. Shows nothing when standard error is not a terminal.
 */
export async function whileShown<T>(title: string, run: () => T | Promise<T>): Promise<T> {
  const step: RunningStep = { title, started: performance.now() };
  running.add(step);
  if (isTerminal(process.stderr)) {
    timer ??= setInterval(draw, FRAME_MILLISECONDS).unref();
  }
  try {
    return await current.run(step, async () => await run());
  } finally {
    running.delete(step);
    if (running.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    draw();
  }
}

/** Says what the step that calls this waits for now, for example `creating aws_lambda_function.python`. */
export function waitsFor(what: string): void {
  const step = current.getStore();
  if (step) step.waitsFor = what;
}

/** Says that a running step waits for a program, with the last line that it printed: the `onStdout` of runProgram. */
export function showLastLine(text: string): void {
  const line = text
    .trimEnd()
    .split(/[\r\n]/)
    .at(-1)
    ?.trim();
  if (line) waitsFor(line);
}

/** Prints something about what a command does, on standard error. */
export function printRemark(text: string): void {
  erase();
  console.error(text);
  draw();
}

/** Prints a command's result, on standard output. Nothing else may be printed there, since a program may read it. */
export function printResult(text: string): void {
  erase();
  console.log(text);
  draw();
}

/** Removes the lines of the running steps for good, when the command is interrupted. */
export function stopProgress(): void {
  running.clear();
  clearInterval(timer);
  timer = undefined;
  erase();
}

function erase(): void {
  if (drawn > 0) {
    process.stderr.write(eraser());
    drawn = 0;
  }
}

/** Draws the lines of the running steps again, in one write, so that nothing flickers. */
function draw(): void {
  if (!isTerminal(process.stderr)) {
    return;
  }
  const now = performance.now();
  const columns = process.stderr.columns || DEFAULT_COLUMNS;
  const lines = [...running]
    .filter(({ started }) => now - started >= SHOWN_AFTER_MILLISECONDS)
    .map((step) => lineOf(step, now, columns));
  if (drawn > 0 || lines.length > 0) {
    process.stderr.write(`${eraser()}${lines.map((line) => `${line}\n`).join("")}`);
    drawn = lines.length;
  }
}

/** Moves to the first of the drawn lines, and removes them. */
function eraser(): string {
  return drawn > 0 ? `\u001B[${drawn}A\u001B[0J` : "";
}

/** A line that is not longer than the terminal is wide, since a wrapped line could not be removed. */
function lineOf({ title, started, waitsFor }: RunningStep, now: number, columns: number): string {
  const frame = FRAMES[Math.floor(now / FRAME_MILLISECONDS) % FRAMES.length] as string;
  const seconds = `${Math.floor((now - started) / 1_000)} s`;
  const text = `${title}, ${seconds}${waitsFor === undefined ? "" : `: ${waitsFor}`}`;
  const fitting = text.length > columns - 3 ? `${text.slice(0, columns - 4)}…` : text;
  return `${colored("yellow", frame, process.stderr)} ${fitting}`;
}
