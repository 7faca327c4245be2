import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { committedLock, providerLockFile } from "../app/committed-lock";
import type { SynthesizedStack } from "../app/manifest";
import { type Target, targetOptions } from "../app/target";
import { commandLine } from "../command-line";
import { checkModules } from "../local/local-stack";
import { CommandError, log, step } from "../process/steps";
import { lockChanges, lockProblems, missingInMirrors } from "../terraform/lock-problems";
import { shortAddress } from "../terraform/provider-address";
import { LOCK_FILE, lockedVersions, readLock, withoutRefused } from "../terraform/provider-lock";
import { findProviderMirrors } from "../terraform/provider-mirror";
import { requiredProviders } from "../terraform/required-providers";
import type { Terraform } from "../terraform/terraform";
import { removeDockerImages } from "./registry-images";

/**
 * Initializes a synthesized stack, with the providers of its lock in the repository, if it has one.
 * @param mayRemoveImages whether images may be removed from the state, if Terraform can't be initialized with them (see
 * removeDockerImages)
 * @throws CommandError when that lock doesn't fit this stack
 */
export async function initializeStack(
  stack: SynthesizedStack,
  target: Target,
  terraform: Terraform,
  mayRemoveImages: boolean,
): Promise<void> {
  try {
    await initialize(stack, target, terraform);
  } catch (error) {
    await removeDockerImages(error, terraform, stateBackup(stack), mayRemoveImages);
    await initialize(stack, target, terraform);
  }
}

/** The backup of a state, before something is removed from it. */
function stateBackup({ name }: SynthesizedStack): string {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return path.resolve(`terraform.${name}.tfstate.${time}.backup`);
}

async function initialize(stack: SynthesizedStack, target: Target, terraform: Terraform): Promise<void> {
  const title = `Initialized ${stack.name}`;
  const committed = committedLock(stack.name, target);
  if (target.local) {
    await step(
      title,
      () => initOrSelectAgain(stack.folder, terraform),
      (note) => note,
    );
    checkModules(stack, target.local);
  } else if (committed !== "") {
    await initLocked(stack, { committed, options: targetOptions(target) }, () =>
      step(title, () => terraform.init()),
    );
  } else {
    unlockRefused(stack);
    await step(title, () => terraform.init());
    if (readLock(stack.folder) !== "") {
      log(
        `${stack.name} has no lock of its providers, so another run can use other versions. Create one and commit it: ${commandLine("lock", targetOptions(target))}`,
      );
    }
  }
}

async function initLocked(
  { name, folder }: SynthesizedStack,
  { committed, options }: { readonly committed: string; readonly options: string },
  init: () => Promise<void>,
): Promise<void> {
  const command = commandLine("lock", options);
  const required = requiredProviders(folder);
  const problems = lockProblems(committed, required);
  if (problems.length > 0) {
    throw new CommandError(
      `${providerLockFile(name)}, the lock of the providers of ${name}, doesn't fit the stack:\n\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n\nUpdate it, and commit it: ${command}`,
    );
  }
  // A synth copies it too, for cdktf, but not every stack's synth does.
  writeFileSync(path.join(folder, LOCK_FILE), committed);
  try {
    await init();
  } catch (error) {
    const gone = missingInMirrors(committed, required, findProviderMirrors());
    throw error instanceof CommandError && gone.length > 0
      ? new CommandError(
          `${error.message}\n\nThe lock names versions that the mirrors of this machine don't have: ${gone.join(", ")}. Use available versions, and commit the lock: ${commandLine("lock", `${options} --upgrade`)}`,
          { cause: error },
        )
      : error;
  }
  for (const [address, version] of lockedVersions(readLock(folder))) {
    if (!lockedVersions(committed).has(address)) {
      log(`${shortAddress(address)} ${version} is not in the lock: only the state of ${name} still needs it`);
    }
  }
}

/**
 * A lock that isn't committed only records the selection of an earlier run. Versions that the stack no longer allows
 * are selected again.
 */
function unlockRefused({ name, folder }: SynthesizedStack): void {
  const required = requiredProviders(folder);
  const lock = readLock(folder);
  const allowed = withoutRefused(lock, required);
  if (allowed === lock) {
    return;
  }
  writeFileSync(path.join(folder, LOCK_FILE), allowed);
  const [before, after] = [lockedVersions(lock), lockedVersions(allowed)];
  for (const { address, constraints } of required.filter(
    ({ address }) => before.has(address) && !after.has(address),
  )) {
    log(
      `${name} allows ${shortAddress(address)} ${constraints}, and no longer ${before.get(address)}: another version is selected`,
    );
  }
}

/**
 * The local AWS uses the providers that this machine can get. When Terraform can't initialize a stack with the providers that it
 * selected before (the mirror has other versions now), it selects them again.
 * @returns the new selection, if it differs
 */
async function initOrSelectAgain(folder: string, terraform: Terraform): Promise<string | undefined> {
  const before = readLock(folder);
  try {
    await terraform.init();
    return undefined;
  } catch (error) {
    if (before === "") {
      throw error;
    }
  }
  const file = path.join(folder, LOCK_FILE);
  rmSync(file);
  try {
    await terraform.init();
  } catch (error) {
    writeFileSync(file, before);
    throw error;
  }
  const after = readLock(folder);
  const changes = lockChanges(before, after);
  return after === before
    ? undefined
    : `providers selected again, ${changes.length > 0 ? changes.join(", ") : "the same versions of another build"}`;
}
