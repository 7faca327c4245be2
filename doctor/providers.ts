import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { usesProxy } from "./aws-client";
import { type Check, failed, ok, skipped } from "./check";
import { PATIENCE } from "./probe";

const TITLE = "Providers";

/** Where providers can come from on this machine. */
export interface ProviderSources {
  /** Those that the stacks need, for example `hashicorp/aws`. */
  readonly wanted: readonly string[];
  /** `<namespace>/<name>` → version, of those that the stacks have locked (.terraform.lock.hcl) and installed. */
  readonly installed: ReadonlyMap<string, string>;
  /** `<namespace>/<name>` → versions, of those in the machine's mirrors. */
  readonly mirrored: ReadonlyMap<string, readonly string[]>;
  /** The user has a configuration of Terraform of their own, which may name other places. */
  readonly ownConfiguration: boolean;
  /** The registry of providers answers. */
  readonly registry: boolean;
}

export function classifyProviders(sources: ProviderSources): Check {
  const { wanted, installed, mirrored, ownConfiguration, registry } = sources;
  const here = wanted.flatMap((name) => {
    const [version, from] = installed.has(name)
      ? [installed.get(name), "installed"]
      : mirrored.has(name)
        ? [mirrored.get(name)?.join(" or "), "in a mirror"]
        : [];
    return version === undefined ? [] : [`${name} ${version} (${from})`];
  });
  const missing = wanted.filter((name) => !installed.has(name) && !mirrored.has(name));
  if (missing.length === 0) {
    return ok(TITLE, here.join(", "));
  }
  if (registry) {
    return ok(TITLE, [...here, `${missing.join(", ")} from the registry, which answers`].join(", "));
  }
  if (ownConfiguration || usesProxy()) {
    return skipped(
      TITLE,
      `${missing.join(", ")}: the registry doesn't answer directly; a configuration or proxy may help`,
    );
  }
  return failed(TITLE, `${missing.join(", ")}: nowhere to be had`, {
    code: "providers-unreachable",
    what: `Terraform's provider ${missing.join(", ")} is not on this machine, and the registry of providers doesn't answer.`,
    why: "`terraform init`, the first step of each plan, would fail.",
    fix: `Check the network; or name a folder that has it in TF_PROVIDER_MIRROR (\`terraform providers mirror <folder>\` makes one on another machine).${
      missing.includes("kreuzwerker/docker")
        ? " IMAGE_BUILDER=docker-cli does without kreuzwerker/docker."
        : ""
    }`,
  });
}

/**
 * The providers that a stack has locked and installed.
 * @param stackFolder the folder that Terraform runs in
 */
export function installedProviders(stackFolder: string): Map<string, string> {
  const file = path.join(stackFolder, ".terraform.lock.hcl");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const blocks = text.matchAll(/^provider "([^/"]+)\/([^"]+)" \{\s*version\s*=\s*"([^"]+)"/gm);
  return new Map(
    [...blocks].flatMap(([, host, name, version]) =>
      existsSync(path.join(stackFolder, ".terraform", "providers", `${host}`, `${name}`, `${version}`))
        ? [[name as string, version as string] as const]
        : [],
    ),
  );
}

/** The versions of a provider in a mirror, unpacked (`<version>/`) or packed (`terraform-provider-<name>_<version>_<platform>.zip`). */
export function mirroredVersions(mirror: string, provider: string): string[] {
  const folder = path.join(mirror, "registry.terraform.io", provider);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const versions = names.flatMap(
    (name) =>
      /^(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(name)?.[1] ??
      /^terraform-provider-[^_]+_([^_]+)_/.exec(name)?.[1] ??
      [],
  );
  return [...new Set(versions)].sort();
}

export interface ProviderQuestion {
  readonly wanted: readonly string[];
  readonly stackFolders: readonly string[];
  readonly mirrors: readonly string[];
  readonly ownConfiguration: boolean;
  /** OpenTofu has a registry of its own. */
  readonly registryHost: string;
}

export async function checkProviders(question: ProviderQuestion): Promise<Check> {
  const { wanted, stackFolders, mirrors, ownConfiguration, registryHost } = question;
  const mirrored = wanted
    .map((name) => [name, mirrors.flatMap((mirror) => mirroredVersions(mirror, name))] as const)
    .filter(([, versions]) => versions.length > 0);
  const sources = {
    wanted,
    installed: new Map(stackFolders.flatMap((folder) => [...installedProviders(folder)])),
    mirrored: new Map(mirrored),
    ownConfiguration,
  };
  const allHere = wanted.every((name) => sources.installed.has(name) || sources.mirrored.has(name));
  return classifyProviders({ ...sources, registry: !allHere && (await answers(registryHost)) });
}

async function answers(host: string): Promise<boolean> {
  try {
    const url = `https://${host}/.well-known/terraform.json`;
    return (await fetch(url, { signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}
