import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { SynthesizedStack } from "../app/synthesize";
import { type Target, targetOptions } from "../app/target";
import { commandLine } from "../command-line";
import { CommandError } from "../process/steps";
import { stackBackend } from "../terraform/stack-backend";

/**
 * A state file that was cut short, by a full disk or a power cut while Terraform wrote it, is told before Terraform is asked: it speaks of
 * a lock that it can't have, and names no file.
 * @throws CommandError with the way out
 */
export function checkStateFile(
  { name, folder }: Pick<SynthesizedStack, "name" | "folder">,
  target: Pick<Target, "environment" | "local">,
): void {
  const { file: state } = stackBackend(folder);
  const file = state && path.relative(".", state);
  // An empty one is what Terraform leaves when it is killed before anything is deployed.
  const damage = file === undefined ? undefined : damageOf(file);
  if (file === undefined || damage === undefined || (damage === "is empty" && !isWhole(`${file}.backup`))) {
    return;
  }
  const wayOut = target.local
    ? `On the local AWS begin anew, with nothing in it: ${commandLine("local:down")}, then ${commandLine("local")}`
    : isWhole(`${file}.backup`)
      ? `The state before the last apply is beside it: cp ${file}.backup ${file}, then ${commandLine("plan --")}${targetOptions(target)} shows what it doesn't know of that apply. Of that, what exists has to be imported (https://developer.hashicorp.com/terraform/language/import).`
      : "No state before it is beside it. Put back a copy that you have, or import what is deployed (https://developer.hashicorp.com/terraform/language/import).";
  throw new CommandError(
    `The state of ${name} can't be read: ${file} ${damage}. Without it Terraform doesn't know what is deployed. Nothing was changed.\n${wayOut}`,
  );
}

function damageOf(file: string): string | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  const text = readFileSync(file, "utf8");
  if (text.trim() === "") {
    return "is empty";
  }
  try {
    return typeof JSON.parse(text).version === "number" ? undefined : "is no state of Terraform";
  } catch {
    return "is cut short or written over";
  }
}

function isWhole(file: string): boolean {
  return existsSync(file) && damageOf(file) === undefined;
}
