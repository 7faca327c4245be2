import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../command-line";
import { PATIENCE } from "../process/probe";
import { lockedVersions } from "../terraform/provider-lock";
import { sortVersions } from "../terraform/version-constraint";
import type { Finding, Looked } from "./finding";

/** The folder of the committed locks, written by `lambda-images lock`. */
const LOCKS = "locks";

/** The versions of a provider, or why they aren't known. */
export type ProviderVersions = { readonly versions: readonly string[] } | { readonly problem: string };

/** Whether the locked providers have newer versions. Stacks without a lock take the newest that they allow by themselves. */
export async function lookAtProviders(
  ask: (address: string) => Promise<ProviderVersions> = publishedVersions,
): Promise<Looked> {
  const files = existsSync(LOCKS) ? readdirSync(LOCKS).filter((name) => name.endsWith(".hcl")) : [];
  const locked = files.flatMap((name) => {
    const file = path.posix.join(LOCKS, name);
    return [...lockedVersions(readFileSync(file, "utf8"))].map(([address, version]) => ({
      file,
      address,
      version,
    }));
  });
  const addresses = [...new Set(locked.map(({ address }) => address))];
  const published = new Map(
    await Promise.all(addresses.map(async (address) => [address, await ask(address)] as const)),
  );
  const findings = locked.flatMap(({ file, address, version }): Finding[] => {
    const found = published.get(address) as ProviderVersions;
    const of = { kind: "provider", name: address, files: [file], current: version } as const;
    if ("problem" in found) {
      return [{ ...of, urgency: "unknown", what: found.problem }];
    }
    // Prereleases are only taken by name.
    const newest = sortVersions(found.versions.filter((one) => !one.includes("-"))).at(-1);
    return newest === undefined || sortVersions([newest, version]).at(-1) === version
      ? []
      : [
          {
            ...of,
            urgency: "newer",
            newest,
            what: `has version ${newest}`,
            fix: `${commandLine("lock --")} --upgrade`,
          },
        ];
  });
  return { findings, upToDate: locked.length - findings.length };
}

/** Asks a provider registry (HashiCorp, "Provider Registry Protocol", List Available Versions). Never fails. */
async function publishedVersions(address: string): Promise<ProviderVersions> {
  const [host, namespace, name] = address.split("/");
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const discovery = await fetch(`https://${host}/.well-known/terraform.json`, { signal });
    const services = (await discovery.json()) as { readonly "providers.v1"?: string };
    const base = new URL(services["providers.v1"] ?? "/v1/providers/", `https://${host}`);
    const response = await fetch(new URL(`${namespace}/${name}/versions`, base), { signal });
    const { versions } = (await response.json()) as {
      readonly versions: readonly { readonly version: string }[];
    };
    return { versions: versions.map(({ version }) => version) };
  } catch {
    return { problem: `${host} can't be asked for its versions` };
  }
}
