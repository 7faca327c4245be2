import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { committedLock, providerLockFile } from "../app/committed-lock";
import { type SynthesizedStack, selectStacks } from "../app/manifest";
import { synthesize } from "../app/synthesize";
import { forTarget, readTarget, targetOptions } from "../app/target";
import type { Command } from "../command";
import { commandLine } from "../command-line";
import { usesProxy } from "../doctor/aws-client";
import { registryAnswers } from "../doctor/providers";
import { CommandError, log, step } from "../process/steps";
import { lockChanges } from "../terraform/lock-problems";
import { type LockPlaces, lockSource, type NoLockSource } from "../terraform/lock-sources";
import { LOCK_FILE, lockedVersions, readLock, withoutRefused } from "../terraform/provider-lock";
import { findProviderMirrors } from "../terraform/provider-mirror";
import { requiredProviders } from "../terraform/required-providers";
import { registryHost, Terraform } from "../terraform/terraform";

/** The usual platforms of developers and runners. */
const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64"];

export const command: Command = {
  examples: [[`${commandLine("lock --")} --env dev`, "locks the providers of the stacks of dev"]],
  help: `${commandLine("lock --")} [--env <name>] [--upgrade] [--platform <platforms>] [<stack> …]

Writes the lock of the providers of each stack, ${providerLockFile("<stack>")}: the versions, and the hashes of their packages. Commit it.
Then every plan and deploy uses the same providers, on every machine. Locked versions that are still allowed stay. It is
Terraform's dependency lock file, made by terraform providers lock. Needs no credentials.

  --env <name>            runs the app with ENVIRONMENT=<name> [default: $ENVIRONMENT, else the app's own default]; the local AWS needs no lock
  --upgrade               use the newest versions that the stack allows
  --platform <platforms>  <platform>,… to lock for [default: ${PLATFORMS.join(",")}]`,
  options: {
    env: { type: "string" },
    upgrade: { type: "boolean" },
    platform: { type: "string" },
  },
  positionals: Number.POSITIVE_INFINITY,
  async run(args) {
    const target = readTarget(args.text("env"));
    const stacks = await step(`Synthesized${forTarget(target)}`, () => synthesize(target));
    const places = {
      platforms: args.text("platform")?.split(",") ?? PLATFORMS,
      mirrors: findProviderMirrors(),
      // Behind a proxy, Terraform reaches what Node.js doesn't.
      registry: usesProxy() || (await registryAnswers(registryHost())),
    };
    for (const stack of selectStacks(stacks, args.positionals)) {
      const before = committedLock(stack.name, target);
      const start = args.flag("upgrade") ? "" : withoutRefused(before, requiredProviders(stack.folder));
      const terraform = new Terraform(stack.folder, target.terraformEnvironment);
      const lock = await step(
        `Locked the providers of ${stack.name}`,
        () => lockStack(stack, { terraform, start, places, options: targetOptions(target) }),
        (after) =>
          after === before ? "No changes" : lockChanges(before, after).join(", ") || "hashes added",
      );
      if (lock !== before) {
        mkdirSync(path.dirname(providerLockFile(stack.name)), { recursive: true });
        writeFileSync(providerLockFile(stack.name), lock);
        log(`Commit ${providerLockFile(stack.name)}`);
      }
    }
  },
};

interface LockOptions {
  readonly terraform: Terraform;
  /** The lock to start from. */
  readonly start: string;
  readonly places: LockPlaces;
  /** The options that lead to the target. */
  readonly options: string;
}

/** @returns the lock @throws CommandError that names the unavailable providers, and the platforms */
async function lockStack(
  { folder }: SynthesizedStack,
  { terraform, start, places, options }: LockOptions,
): Promise<string> {
  const locked = lockedVersions(start);
  const sources = requiredProviders(folder).map(({ address, constraints }) =>
    lockSource({ address, constraints: locked.get(address) ?? constraints }, places),
  );
  const missing = sources.filter((source) => "problem" in source);
  if (missing.length > 0) {
    throw new CommandError(unavailable(missing, { ...places, options, anyLocked: locked.size > 0 }));
  }
  const file = path.join(folder, LOCK_FILE);
  const before = existsSync(file) ? readFileSync(file) : undefined;
  try {
    rmSync(file, { force: true });
    if (start !== "") {
      writeFileSync(file, start);
    }
    await terraform.getModules();
    for (const source of sources.filter((source) => "address" in source)) {
      await terraform.lockProvider(source, places.platforms);
    }
    return readLock(folder);
  } catch (error) {
    rmSync(file, { force: true });
    if (before) {
      writeFileSync(file, before);
    }
    throw error;
  }
}

/** Describes the unavailable providers, and the fix. */
function unavailable(
  missing: readonly NoLockSource[],
  options: Pick<LockPlaces, "platforms"> & { readonly options: string; readonly anyLocked: boolean },
): string {
  const command = `${commandLine("lock --")}${options.options}`;
  const platforms = options.platforms.filter((platform) =>
    missing.every((provider) => provider.platforms.includes(platform)),
  );
  return [
    `${registryHost()} doesn't answer, and the mirrors of this machine don't have everything that the lock needs:`,
    `\n\n${missing.map(({ problem }) => `  - ${problem}`).join("\n")}\n\n`,
    "Run it on a machine that can reach the registry.",
    platforms.length > 0
      ? ` Or lock only for these platforms, if no others are used: ${command} --platform ${platforms.join(",")}`
      : options.anyLocked
        ? ` Or use other versions: ${command} --upgrade`
        : "",
  ].join("");
}
