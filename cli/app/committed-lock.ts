import { readIfThere } from "../process/read-if-there";
import type { Target } from "./target";

/** The file of a stack's provider lock in the repository. `lock` writes it. */
export function providerLockFile(stack: string): string {
  return `locks/${stack}.lock.hcl`;
}

/** The lock of a stack's providers in the repository. Empty if there is none, as for the local AWS. */
export function committedLock(stack: string, { local }: Pick<Target, "local">): string {
  return local ? "" : readIfThere(providerLockFile(stack));
}
