import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { Construct } from "constructs";

const WITH_TENANTS = new WeakSet<object>();

/** Remembers that a function separates its tenants. */
export function separateTenants(resource: LambdaFunction): void {
  WITH_TENANTS.add(resource);
}

/**
 * Refuses what can't name a tenant: AWS Lambda Developer Guide, "Tenant isolation", and AWS CDK's `TenancyConfig` (read 2026-11-28).
 * @param fn the function, or its alias
 * @param what for example `a function URL`
 * @throws Error when the function separates its tenants
 */
export function refuseWithTenants(fn: Construct, what: string): void {
  const separated = fn.node.scopes.some((scope) => {
    const { resource } = scope as { readonly resource?: object };
    return resource !== undefined && WITH_TENANTS.has(resource);
  });
  if (separated) {
    throw new Error(
      `[${fn.node.path}] The function has tenancyConfig, and Lambda doesn't allow ${what} for it: each invocation has to name its tenant. ` +
        "Invoke it through API Gateway or with an SDK, or leave out tenancyConfig.",
    );
  }
}
