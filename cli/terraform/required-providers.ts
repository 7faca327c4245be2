import { fullAddress, type RequiredProvider } from "./provider-address";
import { readTerraformBlock } from "./stack-json";
import { registryHost } from "./terraform";

/**
 * The providers that a synthesized stack declares, with the allowed versions. None for a stack without a cdk.tf.json
 * (HCL).
 */
export function requiredProviders(stackFolder: string): RequiredProvider[] {
  const { required_providers = {} } = readTerraformBlock(stackFolder);
  return Object.entries(required_providers).map(([name, { source = name, version = "" }]) => ({
    address: fullAddress(source, registryHost()),
    constraints: version,
  }));
}
