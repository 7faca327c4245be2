import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SynthesizedStack } from "../app/synthesize";
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
import { committedLock, providerLockFile } from "./needed-providers";
import { forgetDockerImages } from "./registry-images";

/**
 * Initializes a synthesized stack, with the providers that its lock in the repository names, where it has one.
 * @param mayForget whether images may be taken out of the state, where Terraform can't be initialized with them (see forgetDockerImages)
 * @throws CommandError when that lock isn't one for this stack
 */
export async function initializeStack(
  stack: SynthesizedStack,
  target: Target,
  terraform: Terraform,
  mayForget: boolean,
): Promise<void> {
  try {
    await initialize(stack, target, terraform);
  } catch (error) {
    await forgetDockerImages(error, terraform, stateBackup(stack), mayForget);
    await initialize(stack, target, terraform);
  }
}

/** Where a state is kept as it was, before something is taken out of it. */
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
      () => initOrChooseAnew(stack.folder, terraform),
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
        `${stack.name} has no lock of its providers: another run can take other versions of them. Make one and commit it: ${commandLine("lock --")}${targetOptions(target)}`,
      );
    }
  }
}

async function initLocked(
  { name, folder }: SynthesizedStack,
  { committed, options }: { readonly committed: string; readonly options: string },
  init: () => Promise<void>,
): Promise<void> {
  const command = `${commandLine("lock --")}${options}`;
  const required = requiredProviders(folder);
  const problems = lockProblems(committed, required);
  if (problems.length > 0) {
    throw new CommandError(
      `${providerLockFile(name)}, the lock of the providers of ${name}, doesn't fit the stack:\n\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n\nMake it fit, and commit it: ${command}`,
    );
  }
  // A synth puts it there, too, for cdktf; not every stack's synth does.
  writeFileSync(path.join(folder, LOCK_FILE), committed);
  try {
    await init();
  } catch (error) {
    const gone = missingInMirrors(committed, required, findProviderMirrors());
    throw error instanceof CommandError && gone.length > 0
      ? new CommandError(
          `${error.message}\n\nThe lock names what the mirrors of this machine don't have: ${gone.join(", ")}. Take what can be had, and commit it: ${command} --upgrade`,
        )
      : error;
  }
  for (const [address, version] of lockedVersions(readLock(folder))) {
    if (!lockedVersions(committed).has(address)) {
      log(`${shortAddress(address)} ${version} is not in the lock: only the state of ${name} still needs it`);
    }
  }
}

/** A lock that nobody committed is only what an earlier run chose: what the stack has come to refuse is chosen anew. */
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
      `${name} allows ${shortAddress(address)} ${constraints}, and no longer ${before.get(address)}: another version is chosen`,
    );
  }
}

/**
 * The local AWS takes the providers that this machine can have: when Terraform can't initialize a stack with those that it chose before
 * (a mirror has others by now), it chooses anew.
 * @returns what it chose, where it is another choice
 */
async function initOrChooseAnew(folder: string, terraform: Terraform): Promise<string | undefined> {
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
    : `providers chosen anew, ${changes.length > 0 ? changes.join(", ") : "the same versions of another build"}`;
}
