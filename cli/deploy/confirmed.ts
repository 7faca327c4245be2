import { createInterface } from "node:readline/promises";
import { printRemark } from "../process/progress";
import { CommandError } from "../process/steps";

/** Asks in the terminal; only "yes" confirms. @throws CommandError when there is no terminal */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new CommandError("There is no terminal to ask in. Read the plan above, and add --yes to apply it.");
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  prompt.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return (await prompt.question(`${question} Only "yes" applies it: `)).trim() === "yes";
  } catch (error) {
    // Ctrl-D is no answer.
    if ((error as Error).name !== "AbortError") throw error;
    printRemark("");
    return false;
  } finally {
    prompt.close();
  }
}
