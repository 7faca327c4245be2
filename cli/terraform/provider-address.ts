/** A provider that a stack needs. */
export interface RequiredProvider {
  /** With its registry: `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** The version constraints of the stack, in Terraform's syntax. Empty for all versions. */
  readonly constraints: string;
}

/** The short form of an address, without the registry: `hashicorp/aws`. */
export function shortAddress(address: string): string {
  return address.slice(address.indexOf("/") + 1);
}

/** The address of a source in `required_providers`: `aws` is `hashicorp/aws` in the program's own registry. */
export function fullAddress(source: string, registryHost: string): string {
  const parts = source.split("/");
  return parts.length >= 3
    ? source
    : `${registryHost}/${parts.length === 2 ? source : `hashicorp/${source}`}`;
}

const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** This machine's platform in Terraform's notation: `linux_amd64`. */
export function providerPlatform(
  system: string = process.platform,
  processor: string = process.arch,
): string {
  return `${SYSTEMS[system] ?? system}_${PROCESSORS[processor] ?? processor}`;
}
