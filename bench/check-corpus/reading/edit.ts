import type { Place, Variant } from "../kind";
import { OVERRIDE } from "../project";
import type { Facts } from "./facts";
import type { Instruction } from "./instructions";

/**
 * Replaces an instruction of the Dockerfile. The lines below keep their numbers: fewer lines are filled up with empty ones.
 */
export function replaced(text: string, { line, end }: Instruction, by: string): string {
  const lines = text.split("\n");
  const own = by.split("\n");
  const missing = Math.max(0, end - line + 1 - own.length);
  lines.splice(line - 1, end - line + 1, ...own, ...Array<string>(missing).fill(""));
  return lines.join("\n");
}

export function removed(text: string, instruction: Instruction): string {
  return replaced(text, instruction, "");
}

/** The text of an instruction with its keyword, as it is written. */
export function sourceOf(text: string, { line, end }: Instruction): string {
  return text
    .split("\n")
    .slice(line - 1, end)
    .join("\n");
}

export function replaceLine(text: string, line: number, by: string): string {
  return text
    .split("\n")
    .map((each, index) => (index === line - 1 ? by : each))
    .join("\n");
}

export function lineOf(text: string, line: number): string {
  return text.split("\n")[line - 1] ?? "";
}

/** A variant with another Dockerfile. */
export function withDockerfile(
  { dockerfile }: Facts,
  text: string,
  lines: readonly (number | undefined)[],
): Variant {
  return {
    files: { [dockerfile]: text },
    places: lines.flatMap((line) => (line === undefined ? [] : [{ file: dockerfile, line }])),
  };
}

/** Adds an instruction at the end of the final stage, before its ENTRYPOINT and CMD. */
export function withInstruction(facts: Facts, instruction: string): Variant {
  const { final, text } = facts;
  const before = final.instructions.find(({ keyword }) => keyword === "CMD" || keyword === "ENTRYPOINT");
  const after = (final.instructions.at(-1) ?? final.from).end;
  const index = before ? before.line - 1 : after;
  const lines = text.split("\n");
  lines.splice(index, 0, instruction);
  return withDockerfile(facts, lines.join("\n"), [index + 1]);
}

/** A variant with another handler in CMD, or in `cmd` in TypeScript. Undefined where it isn't written once. */
export function withHandler(
  { project, dockerfile, text, cmd, handler }: Facts,
  word: string,
): Variant | undefined {
  if (!handler) return undefined;
  if (project.cmd) return { cmd: [word], places: [OVERRIDE] };
  if (!cmd) return undefined;
  const edited = replaced(text, cmd, `CMD ["${word}"]`);
  return { files: { [dockerfile]: edited }, places: [handler.place] };
}

export function placesOf(...places: readonly (Place | undefined)[]): readonly Place[] {
  return places.filter((place) => place !== undefined);
}

/** Whether a file of that name, with any suffix, or a folder of that name, is anywhere in the project. */
export function hasName({ project }: Facts, name: string): boolean {
  return Object.keys(project.files).some((file) =>
    file.split("/").some((part) => part === name || part.startsWith(`${name}.`)),
  );
}
