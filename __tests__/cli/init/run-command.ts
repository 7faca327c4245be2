import { type Command, runCommand } from "../../../cli/command";

/** How a command ended. */
export interface Ran {
  readonly code: number;
  /** Its output, including errors. */
  readonly text: string;
}

/** Runs a command in this process, in a folder, as the command line does. */
export async function runIn(folder: string, command: Command, args: readonly string[]): Promise<Ran> {
  const before = process.cwd();
  const lines: string[] = [];
  const keep = (text: string) => void lines.push(text);
  const spies = [
    jest.spyOn(console, "log").mockImplementation(keep),
    jest.spyOn(console, "error").mockImplementation(keep),
    // Each command would add its handlers to this process.
    jest.spyOn(process, "on").mockReturnValue(process),
  ];
  process.chdir(folder);
  try {
    return { code: await runCommand(command, args, {}), text: lines.join("\n") };
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
}
