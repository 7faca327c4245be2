import path from "node:path";
import { LOCAL_FOLDER } from "../app/local-folder";
import type { SynthesizedStack } from "../app/manifest";
import type { Target } from "../app/target";
import type { ProviderUse } from "../terraform/reattached-providers";
import { ownEmulator } from "./emulator";

/** The records of the providers that keep running between deploys. */
export const PROVIDERS_FOLDER = path.join(LOCAL_FOLDER, "providers");

/** The providers of a stack on the local AWS, which run as long as its emulator, and end when they are not used for half an hour. */
export function localProviders(
  { name, folder }: SynthesizedStack,
  { terraformEnvironment }: Target,
): ProviderUse | undefined {
  const emulator = ownEmulator();
  return (
    emulator && {
      stackFolder: folder,
      environment: terraformEnvironment,
      record: path.join(PROVIDERS_FOLDER, `${name}.json`),
      owner: emulator.pid,
    }
  );
}
