import { existsSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../command-line";
import { PATIENCE } from "../process/probe";
import { mirroredVersions } from "../terraform/mirrored-versions";
import { providerPlatform, type RequiredProvider, shortAddress } from "../terraform/provider-address";
import { lockedVersions, readLock } from "../terraform/provider-lock";
import { meetsConstraints } from "../terraform/version-constraint";
import { usesProxy } from "./aws-client";
import { type Check, failed, ok, skipped } from "./check";

const TITLE = "Providers";

/** The sources of providers on this machine. */
export interface ProviderSources {
  /** The providers that the stacks need, with the allowed versions. */
  readonly wanted: readonly RequiredProvider[];
  /** Address → version, for the providers in the repository's lock. */
  readonly locked: ReadonlyMap<string, string>;
  /** Address → version, for the providers that the stacks have locked (.terraform.lock.hcl) and installed. */
  readonly installed: ReadonlyMap<string, string>;
  /** Address → versions for this platform, for the providers in the machine's mirrors. */
  readonly mirrored: ReadonlyMap<string, readonly string[]>;
  /** Whether the user has a Terraform CLI configuration, which may name other sources. */
  readonly ownConfiguration: boolean;
  /** Whether the registry of providers answers. */
  readonly registry: boolean;
}

export function classifyProviders(sources: ProviderSources): Check {
  const { ownConfiguration, registry } = sources;
  const found = sources.wanted.map((provider) => look(provider, sources));
  const outdated = found.filter(({ lockRefused }) => lockRefused);
  if (outdated.length > 0) {
    return lockOutdated(outdated);
  }
  const here = found.flatMap(({ name, here }) => (here === undefined ? [] : [`${name} ${here}`]));
  const missing = found.filter(({ here }) => here === undefined);
  if (found.length === 0) {
    return skipped(TITLE, "no stack that was synthesized needs one");
  }
  if (missing.length === 0) {
    return ok(TITLE, here.join(", "));
  }
  const names = missing.map(({ name }) => name).join(", ");
  const refused = missing.filter(({ others }) => others.length > 0);
  if (registry) {
    return ok(
      TITLE,
      [
        ...here,
        `${names} from the registry, which answers`,
        ...refused.map(
          ({ name, others }) =>
            `this machine has ${name} ${others.join(" or ")}, which the stack doesn't allow`,
        ),
      ].join(", "),
    );
  }
  if (ownConfiguration || usesProxy()) {
    return skipped(
      TITLE,
      `${names}: the registry doesn't answer directly; a configuration or proxy may help`,
    );
  }
  return failed(TITLE, `${names}: not available`, {
    code: refused.length > 0 ? "providers-refused" : "providers-unreachable",
    what: [
      ...refused.map(
        ({ name, others, wanted }) =>
          `This machine has ${name} ${others.join(" and ")}, but needs ${wanted}.`,
      ),
      ...missing
        .filter(({ others }) => others.length === 0)
        .map(({ name }) => `Terraform's provider ${name} is not on this machine.`),
      "The registry of providers doesn't answer.",
    ].join(" "),
    why: "`terraform init`, the first step of each plan, would fail.",
    fix: `Check the network. Or set TF_PROVIDER_MIRROR to a folder that has such a version for ${providerPlatform()} (\`terraform providers mirror <folder>\` creates one on another machine).${
      missing.some(({ name }) => name === "kreuzwerker/docker")
        ? " With IMAGE_BUILDER=docker-cli, kreuzwerker/docker is not needed."
        : ""
    }`,
  });
}

/** The available versions of one provider. */
interface Found {
  readonly name: string;
  /** The allowed versions, as text. */
  readonly wanted: string;
  /** An allowed version and its source. Undefined if there is none. */
  readonly here: string | undefined;
  /** Versions on this machine that are not allowed. */
  readonly others: readonly string[];
  /** Whether the lock names a version that the stack doesn't allow. */
  readonly lockRefused: boolean;
}

function look({ address, constraints }: RequiredProvider, sources: ProviderSources): Found {
  const locked = sources.locked.get(address);
  const will = (version: string) =>
    meetsConstraints(version, constraints) && (locked === undefined || version === locked);
  const installed = sources.installed.get(address);
  const mirrored = sources.mirrored.get(address) ?? [];
  const lockRefused = locked !== undefined && !meetsConstraints(locked, constraints);
  return {
    name: shortAddress(address),
    wanted: locked === undefined || lockRefused ? constraints : `${locked}, as in the lock`,
    here:
      installed !== undefined && will(installed)
        ? `${installed} (installed)`
        : mirrored.some(will)
          ? `${mirrored.filter(will).join(" or ")} (in a mirror)`
          : undefined,
    others: mirrored.filter((version) => !will(version)),
    lockRefused,
  };
}

function lockOutdated(outdated: readonly Found[]): Check {
  const names = outdated.map(({ name }) => name).join(", ");
  return failed(TITLE, `${names}: the lock names a version that the stack doesn't allow`, {
    code: "provider-lock-outdated",
    what: `The lock in the repository names a version of ${names} that the stack doesn't allow: ${outdated.map(({ wanted }) => wanted).join("; ")}.`,
    why: "`terraform init`, the first step of each plan, would fail.",
    fix: `\`${commandLine("lock --")} --env <name>\` picks versions that the stack allows. Commit the lock.`,
  });
}

/**
 * The providers that a stack has locked and installed, by address.
 * @param stackFolder the folder that Terraform runs in
 */
export function installedProviders(stackFolder: string): Map<string, string> {
  return new Map(
    [...lockedVersions(readLock(stackFolder))].filter(([address, version]) =>
      existsSync(path.join(stackFolder, ".terraform", "providers", address, version)),
    ),
  );
}

export interface ProviderQuestion {
  readonly wanted: readonly RequiredProvider[];
  /** Address → version, for the providers in the repository's lock. */
  readonly locked: ReadonlyMap<string, string>;
  readonly stackFolders: readonly string[];
  readonly mirrors: readonly string[];
  readonly ownConfiguration: boolean;
  /** OpenTofu has its own registry. */
  readonly registryHost: string;
}

export async function checkProviders(question: ProviderQuestion): Promise<Check> {
  const { wanted, locked, stackFolders, mirrors, ownConfiguration, registryHost } = question;
  const mirrored = wanted.map(({ address }) => [address, mirroredVersions(mirrors, address)] as const);
  const sources = {
    wanted,
    locked,
    installed: new Map(stackFolders.flatMap((folder) => [...installedProviders(folder)])),
    mirrored: new Map(mirrored),
    ownConfiguration,
  };
  const allHere = wanted.every(
    (provider) => look(provider, { ...sources, registry: false }).here !== undefined,
  );
  return classifyProviders({ ...sources, registry: !allHere && (await registryAnswers(registryHost)) });
}

/** Whether a registry of providers answers this machine. */
export async function registryAnswers(host: string): Promise<boolean> {
  try {
    const url = `https://${host}/.well-known/terraform.json`;
    return (await fetch(url, { signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}
