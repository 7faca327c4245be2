import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mirroredVersions } from "../doctor/mirrored-versions";
import { providerPlatform, type RequiredProvider, shortAddress } from "../doctor/provider-address";
import { LOCK_FILE, lockedVersions, readLock, withoutRefused } from "../doctor/provider-lock";
import { meetsConstraints } from "../doctor/version-constraint";
import { CommandError, say, step } from "../process/steps";
import { providerLockFile } from "../stacks/environment";
import { findProviderMirrors } from "../terraform/provider-mirror";
import { requiredProviders } from "../terraform/required-providers";
import type { Terraform } from "../terraform/terraform";
import { committedLock } from "./needed-providers";
import type { SynthesizedStack } from "./project";
import type { Target } from "./target";

/**
 * Initializes a synthesized stack, with the providers that its lock in the repository names, where it has one (the synth put it beside
 * the stack).
 * @throws CommandError when that lock isn't one for this stack
 */
export async function initializeStack(
  stack: SynthesizedStack,
  { environment }: Target,
  terraform: Terraform,
): Promise<void> {
  const title = `Initialized ${stack.name}`;
  if (environment.localAws) {
    await step(
      title,
      () => initOrChooseAnew(stack.folder, terraform),
      (note) => note,
    );
    return;
  }
  const init = () => step(title, () => terraform.init());
  const required = requiredProviders(stack.folder);
  const committed = committedLock(stack.name, environment);
  if (committed === "") {
    unlockRefused(stack, required);
    await init();
    say(
      `${stack.name} has no lock of its providers: another run can take other versions of them. Make one and commit it: npm run lock -- --env ${environment.name}`,
    );
    return;
  }
  const problems = lockProblems(committed, required);
  if (problems.length > 0) {
    throw new CommandError(
      `${providerLockFile(stack.name)}, the lock of the providers of ${stack.name}, doesn't fit the stack:\n\n${problems.map((problem) => `  - ${problem}`).join("\n")}\n\nMake it fit, and commit it: npm run lock -- --env ${environment.name}`,
    );
  }
  await init().catch((error: unknown) => {
    const gone = goneText(committed, required, findProviderMirrors());
    throw error instanceof CommandError && gone !== undefined
      ? new CommandError(
          `${error.message}\n\n${gone} Take what can be had, and commit it: npm run lock -- --env ${environment.name} --upgrade`,
        )
      : error;
  });
  for (const [address, version] of lockedVersions(readLock(stack.folder))) {
    if (!lockedVersions(committed).has(address)) {
      say(
        `${shortAddress(address)} ${version} is not in the lock: only the state of ${stack.name} still needs it`,
      );
    }
  }
}

/** What of a lock doesn't fit the stack that it is for, a line each. */
export function lockProblems(lock: string, required: readonly RequiredProvider[]): string[] {
  const locked = lockedVersions(lock);
  return required.flatMap(({ address, constraints }) => {
    const version = locked.get(address);
    return version === undefined
      ? [`it has no ${address}, which the stack needs`]
      : meetsConstraints(version, constraints)
        ? []
        : [`it names ${shortAddress(address)} ${version}, and the stack allows ${constraints}`];
  });
}

/** What a lock names that the mirrors of this machine don't have, though they have other versions that the stack allows. */
export function goneText(
  lock: string,
  required: readonly RequiredProvider[],
  mirrors: readonly string[],
): string | undefined {
  const locked = lockedVersions(lock);
  const gone = required.flatMap(({ address, constraints }) => {
    const version = locked.get(address) as string;
    const others = mirrors
      .flatMap((mirror) => mirroredVersions(mirror, address, providerPlatform()))
      .filter((other) => meetsConstraints(other, constraints));
    return others.length === 0 || others.includes(version)
      ? []
      : [
          `The lock names ${shortAddress(address)} ${version}, and the mirrors of this machine have ${others.join(", ")}.`,
        ];
  });
  return gone.length === 0 ? undefined : gone.join(" ");
}

/** A lock that nobody committed is only what an earlier run chose: what the stack has come to refuse is chosen anew. */
function unlockRefused({ name, folder }: SynthesizedStack, required: readonly RequiredProvider[]): void {
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
    say(
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

/** What is another in a lock than it was: `kreuzwerker/docker 4.4.0 → 4.5.0`. */
export function lockChanges(before: string, after: string): string[] {
  const [old, now] = [lockedVersions(before), lockedVersions(after)];
  return [...now].flatMap(([address, version]) => {
    const name = shortAddress(address);
    const was = old.get(address);
    return was === version ? [] : [was === undefined ? `${name} ${version}` : `${name} ${was} → ${version}`];
  });
}
