import { existsSync, readFileSync } from "node:fs";
import { type Environment, localStateFile } from "../../stacks/environment";
import { CommandError } from "../process/steps";

/**
 * A state file that was cut short, by a full disk or a power cut while Terraform wrote it, is told before Terraform is asked: it speaks of
 * a lock that it can't have, and names no file.
 * @throws CommandError with the way out
 */
export function checkStateFile(
  stack: string,
  { name, backend, localAws }: Pick<Environment, "name" | "backend" | "localAws">,
): void {
  const file = localStateFile(stack);
  // An empty one is what Terraform leaves when it is killed before anything is deployed.
  const damage = backend.type === "local" ? damageOf(file) : undefined;
  if (damage === undefined || (damage === "is empty" && !isWhole(`${file}.backup`))) {
    return;
  }
  const wayOut = localAws
    ? "On the local AWS begin anew, with nothing in it: npm run local:down, then npm run local"
    : isWhole(`${file}.backup`)
      ? `The state before the last apply is beside it: cp ${file}.backup ${file}, then npm run plan -- --env ${name} shows what it doesn't know of that apply. Of that, what exists has to be imported (https://developer.hashicorp.com/terraform/language/import).`
      : "No state before it is beside it. Put back a copy that you have, or import what is deployed (https://developer.hashicorp.com/terraform/language/import).";
  throw new CommandError(
    `The state of ${stack} can't be read: ${file} ${damage}. Without it Terraform doesn't know what is deployed. Nothing was changed.\n${wayOut}`,
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
