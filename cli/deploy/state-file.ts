import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { SynthesizedStack } from "../app/manifest";
import { type Target, targetOptions } from "../app/target";
import { commandLine } from "../command-line";
import { CommandError } from "../process/steps";
import { stackBackend } from "../terraform/stack-backend";

/**
 * Checks a state file before Terraform runs. The file may be cut short, by a full disk or a power cut while Terraform wrote it.
 * Terraform's own error is about a lock, and names no file.
 * @throws CommandError with a fix
 */
export function checkStateFile(
  { name, folder }: Pick<SynthesizedStack, "name" | "folder">,
  target: Pick<Target, "environment"> & { readonly local?: unknown },
): void {
  const { file: state } = stackBackend(folder);
  const file = state && path.relative(".", state);
  // Terraform leaves an empty file when it is killed before anything is deployed.
  const damage = file === undefined ? undefined : damageOf(file);
  if (file === undefined || damage === undefined || (damage === "is empty" && !isWhole(`${file}.backup`))) {
    return;
  }
  const wayOut = target.local
    ? `On the local AWS, start again with an empty one: ${commandLine("local:down")}, then ${commandLine("local")}`
    : isWhole(`${file}.backup`)
      ? `The state before the last apply is beside it: cp ${file}.backup ${file}, then ${commandLine("plan", targetOptions(target))} shows the differences since that apply. Resources that exist already have to be imported (https://developer.hashicorp.com/terraform/language/import).`
      : "There is no earlier state beside it. Restore your own copy, or import the deployed resources (https://developer.hashicorp.com/terraform/language/import).";
  throw new CommandError(
    `The state of ${name} can't be read: ${file} ${damage}. Without it Terraform doesn't know the deployed resources. Nothing was changed.\n${wayOut}`,
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
    return typeof JSON.parse(text).version === "number" ? undefined : "is not a Terraform state";
  } catch {
    return "is cut short or overwritten";
  }
}

function isWhole(file: string): boolean {
  return existsSync(file) && damageOf(file) === undefined;
}
