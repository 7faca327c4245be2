import { existsSync } from "node:fs";
import path from "node:path";
import { terraformBinary, terraformNotFound } from "./terraform";

/**
 * Checks that Terraform is on this machine, before anything is installed or started that needs it later.
 * @throws CommandError when it isn't
 */
export function checkTerraformIsThere(environment: NodeJS.ProcessEnv = process.env): void {
  const program = terraformBinary();
  const folders = path.basename(program) === program ? (environment.PATH ?? "").split(path.delimiter) : [""];
  const endings = process.platform === "win32" ? ["", ".exe", ".cmd", ".bat"] : [""];
  const isThere = folders.some((folder) =>
    endings.some((ending) => existsSync(path.join(folder, `${program}${ending}`))),
  );
  if (!isThere) {
    throw terraformNotFound(program);
  }
}
