import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { mirroredVersions } from "./mirrored-versions";
import type { RequiredProvider } from "./provider-address";
import { isOpenTofu, registryHost } from "./terraform";
import { meetsConstraints } from "./version-constraint";

/** The folders of providers on this machine, each with `<registry>/<namespace>/<name>/…`. */
export function findProviderMirrors(): string[] {
  const named = process.env.TF_PROVIDER_MIRROR?.split(path.delimiter) ?? [];
  // Terraform searches these automatically, but not when its configuration names other folders.
  const implied = [
    path.join(homedir(), ".terraform.d", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  const local = existsSync("/opt") ? readdirSync("/opt").map((name) => path.join("/opt", name)) : [];
  return [...new Set([...named, ...implied, ...local])].filter((folder) =>
    existsSync(path.join(folder, registryHost())),
  );
}

/** The providers in a mirror, for example `hashicorp/aws`. */
export function providersIn(mirror: string): string[] {
  const root = path.join(mirror, registryHost());
  return subfolders(root).flatMap((namespace) =>
    subfolders(path.join(root, namespace)).map((name) => `${namespace}/${name}`),
  );
}

/**
 * Terraform's configuration for a machine that can't reach the registry: providers come from the mirrors. The registry is only used
 * for a provider of which no mirror has an allowed version.
 * @param required the providers that the stacks need; any version is allowed for others
 */
export function mirrorConfig(mirrors: readonly string[], required: readonly RequiredProvider[] = []): string {
  const blocks = mirrors.map((mirror) => {
    const include = providersIn(mirror).map(address);
    return `  filesystem_mirror {\n    path    = ${JSON.stringify(mirror)}\n    include = ${JSON.stringify(include)}\n  }\n`;
  });
  const exclude = mirrors
    .flatMap(providersIn)
    .map(address)
    .filter((provider) =>
      required.every((wanted) => wanted.address !== provider || isMirrored(mirrors, wanted)),
    );
  return `provider_installation {\n${blocks.join("")}  direct {\n    exclude = ${JSON.stringify(exclude)}\n  }\n}\n`;
}

/** Whether a mirror has an allowed version of a provider for this platform. */
export function isMirrored(mirrors: readonly string[], { address, constraints }: RequiredProvider): boolean {
  return mirroredVersions(mirrors, address).some((version) => meetsConstraints(version, constraints));
}

/** The user's Terraform CLI configuration, if there is one. It may name further sources of providers. */
export function ownConfigurations(): string[] {
  const usual = isOpenTofu() ? [".tofurc", ".terraformrc"] : [".terraformrc"];
  const own = process.env.TF_CLI_CONFIG_FILE
    ? [process.env.TF_CLI_CONFIG_FILE]
    : usual.map((name) => path.join(homedir(), name));
  return own.filter((file) => existsSync(file));
}

/**
 * The variables that make Terraform use the mirrors of this machine. None if the user has a CLI configuration.
 * @param folder the folder to write the configuration to
 * @param required the providers that the stacks need
 */
export function mirrorEnvironment(
  mirrors: readonly string[],
  folder: string,
  required: readonly RequiredProvider[] = [],
): Record<string, string> {
  if (mirrors.length === 0 || ownConfigurations().length > 0) {
    return {};
  }
  mkdirSync(folder, { recursive: true });
  const file = path.resolve(folder, "terraform.rc");
  writeFileSync(file, mirrorConfig(mirrors, required));
  return { TF_CLI_CONFIG_FILE: file };
}

function address(provider: string): string {
  return `${registryHost()}/${provider}`;
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => entry.name)
    .sort();
}
