import { readdirSync } from "node:fs";
import path from "node:path";
import { lockedVersions, readLock } from "./provider-lock";
import { stackProviders } from "./required-providers";
import { readStackFiles } from "./stack-files";
import { readStackJson, type TerraformBlock } from "./stack-json";
import { stackModules } from "./stack-modules";

/** A provider of an initialized stack. */
export interface ProviderProgram {
  /** For example `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** Its executable file, absolute. */
  readonly program: string;
}

/**
 * The programs of the providers that a stack was initialized with, except for those that it configures more than once (other
 * regions). Terraform starts such a provider once for each configuration, while a reattached one would have only the last.
 * @throws Error when one is missing
 */
export function providerPrograms(stackFolder: string): ProviderProgram[] {
  const configuredOnce = providersConfiguredOnce(stackFolder);
  return [...lockedVersions(readLock(stackFolder))]
    .filter(([address]) => configuredOnce(address))
    .map(([address, version]) => {
      const folder = path.join(stackFolder, ".terraform", "providers", address, version);
      // One platform: this machine's.
      const platform = path.resolve(folder, readdirSync(folder)[0] as string);
      const name = readdirSync(platform).find((file) => file.startsWith("terraform-provider-"));
      if (name === undefined) throw new Error(`There is no provider in ${platform}.`);
      return { address, program: path.join(platform, name) };
    });
}

function providersConfiguredOnce(stackFolder: string): (address: string) => boolean {
  const files = Object.entries(readStackFiles(stackFolder).configuration);
  const inHcl = [
    ...files.filter(([name]) => !name.endsWith(".json")).map(([, text]) => text),
    ...stackModules(stackFolder).map(({ text }) => text),
  ];
  if (inHcl.some((text) => /^\s*provider\s+"|"provider"\s*:/m.test(text))) {
    return () => false;
  }
  const blocks = files
    // An override file changes blocks of the other files.
    .filter(([name]) => name.endsWith(".json") && !/(?:^|_)override\.tf/.test(name))
    .flatMap(([, text]) => Object.entries((JSON.parse(text) as Pick<Stack, "provider">).provider ?? {}))
    .flatMap(([name, block]) => [block].flat().map(({ alias }) => ({ name, alias })));
  const names = new Map(
    stackProviders(readStackJson<Stack>(stackFolder)).map(({ name, address }) => [address, name]),
  );
  return (address) => {
    const own = blocks.filter(({ name }) => name === names.get(address));
    // With an alias, there may be a second one without a block.
    return own.length === 0 || (own.length === 1 && own[0]?.alias === undefined);
  };
}

interface Stack {
  readonly terraform?: TerraformBlock;
  readonly provider?: Readonly<Record<string, Block | readonly Block[]>>;
}

interface Block {
  readonly alias?: string;
}
