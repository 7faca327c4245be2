import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import type { Alias } from "./alias";
import { refuseWithTenants } from "./tenants";

/** Keeps execution environments of an alias ready. The apply waits until they are. */
export function provisionedConcurrency(
  alias: Alias,
  provisionedConcurrentExecutions: number,
): LambdaProvisionedConcurrencyConfig {
  refuseWithTenants(alias, "provisioned concurrency");
  return new LambdaProvisionedConcurrencyConfig(alias, "ProvisionedConcurrency", {
    functionName: alias.functionName,
    qualifier: alias.qualifier,
    provisionedConcurrentExecutions,
  });
}
