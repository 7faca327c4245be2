import { readFileSync } from "node:fs";
import path from "node:path";
import { fullAddress, type RequiredProvider } from "../doctor/provider-address";
import { registryHost } from "./terraform";

interface StackJson {
  readonly terraform?: {
    readonly required_providers?: Readonly<
      Record<string, { readonly source?: string; readonly version?: string }>
    >;
  };
}

/** The providers that a synthesized stack declares, with the versions that it allows. */
export function requiredProviders(stackFolder: string): RequiredProvider[] {
  const { terraform } = JSON.parse(readFileSync(path.join(stackFolder, "cdk.tf.json"), "utf8")) as StackJson;
  return Object.entries(terraform?.required_providers ?? {}).map(
    ([name, { source = name, version = "" }]) => ({
      address: fullAddress(source, registryHost()),
      constraints: version,
    }),
  );
}
