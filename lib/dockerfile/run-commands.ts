import { type Paths, resolved } from "./effects";
import { type ShellCommand, shellCommands, withoutPrefix } from "./shell-commands";
import type { RunStep } from "./stage";

/** The commands of a RUN. @returns undefined when they aren't known */
export function runCommands({ instruction, plainShell }: RunStep): readonly ShellCommand[] | undefined {
  if (instruction.json) return [{ words: instruction.json, writes: [], reads: [], required: true }];
  if (!plainShell) return undefined;
  const [document] = instruction.documents;
  if (document === undefined) return shellCommands(instruction.text);
  // `RUN <<EOF`: the document is the script. With a command (`RUN python <<EOF`) the document is its input.
  return /^<<-?\S+$/.test(instruction.text)
    ? shellCommands(document.content.replace(/\\\n/g, ""))
    : undefined;
}

/** A command without variables and programs that start another, and the circumstances with its working directory. */
export interface CommandInFolder<C extends Paths> extends ShellCommand {
  readonly circumstances: C;
}

/** Follows `cd` through the commands of a script. */
export function inFolders<C extends Paths>(
  commands: readonly ShellCommand[],
  circumstances: C,
): CommandInFolder<C>[] {
  let current = circumstances;
  return commands.map((command) => {
    const words = withoutPrefix(command.words);
    if (words[0] === "cd") {
      const folder = resolved(words[1] ?? "~", current);
      const { folder: _before, ...others } = current;
      current = { ...others, ...(folder !== undefined && { folder }) } as C;
    }
    return { ...command, words, circumstances: current };
  });
}

/** The commands of a RUN with their working directories, as far as known. */
export function commandsOf(step: RunStep): readonly CommandInFolder<Paths>[] {
  const paths = { expand: step.expand, ...(step.workdir !== undefined && { folder: step.workdir }) };
  return inFolders(runCommands(step) ?? [], paths);
}
