import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fullAddress, type RequiredProvider } from "./provider-address";
import { registryHost } from "./terraform";

interface StackJson {
  readonly terraform?: {
    readonly required_providers?: Readonly<
      Record<string, { readonly source?: string; readonly version?: string }>
    >;
  };
}

/** The providers that a synthesized stack declares, with the versions that it allows; none of a stack without a cdk.tf.json (HCL). */
export function requiredProviders(stackFolder: string): RequiredProvider[] {
  const file = path.join(stackFolder, "cdk.tf.json");
  if (!existsSync(file)) {
    return [];
  }
  const { terraform } = JSON.parse(readFileSync(file, "utf8")) as StackJson;
  return Object.entries(terraform?.required_providers ?? {}).map(
    ([name, { source = name, version = "" }]) => ({
      address: fullAddress(source, registryHost()),
      constraints: version,
    }),
  );
}
