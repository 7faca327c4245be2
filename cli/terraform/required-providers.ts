import { fullAddress, type RequiredProvider } from "./provider-address";
import { readTerraformBlock, type TerraformBlock } from "./stack-json";
import { registryHost } from "./terraform";

/** A provider of a stack. */
export interface StackProvider extends RequiredProvider {
  /** Its name in the stack. */
  readonly name: string;
}

/** The providers that a stack requires or configures. */
export function stackProviders({
  terraform,
  provider = {},
}: {
  readonly terraform?: Pick<TerraformBlock, "required_providers">;
  readonly provider?: Readonly<Record<string, unknown>>;
}): StackProvider[] {
  const required = terraform?.required_providers ?? {};
  const names = new Set([...Object.keys(required), ...Object.keys(provider)]);
  return [...names].map((name) => ({
    name,
    address: fullAddress(required[name]?.source ?? name, registryHost()),
    constraints: required[name]?.version ?? "",
  }));
}

/**
 * The providers that a synthesized stack declares, with the allowed versions. None for a stack without a cdk.tf.json
 * (HCL).
 */
export function requiredProviders(stackFolder: string): RequiredProvider[] {
  return stackProviders({ terraform: readTerraformBlock(stackFolder) }).map(({ address, constraints }) => ({
    address,
    constraints,
  }));
}
