/** A provider that a stack needs. */
export interface RequiredProvider {
  /** With its registry: `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** Which versions the stack allows, in Terraform's words; empty for all. */
  readonly constraints: string;
}

/** An address as people write it, without the registry: `hashicorp/aws`. */
export function shortAddress(address: string): string {
  return address.slice(address.indexOf("/") + 1);
}

/** A source as it stands in `required_providers`, as an address: `aws` is `hashicorp/aws` in the program's own registry. */
export function fullAddress(source: string, registryHost: string): string {
  const parts = source.split("/");
  return parts.length >= 3
    ? source
    : `${registryHost}/${parts.length === 2 ? source : `hashicorp/${source}`}`;
}

const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** This machine in Terraform's words: `linux_amd64`. */
export function providerPlatform(
  system: string = process.platform,
  processor: string = process.arch,
): string {
  return `${SYSTEMS[system] ?? system}_${PROCESSORS[processor] ?? processor}`;
}
