import type { FunctionBase } from "./function-base";

/**
 * Refuses what can't name a tenant: AWS Lambda Developer Guide, "Tenant isolation", and AWS CDK's `TenancyConfig` (read 2026-11-28).
 * @param fn the function, or its alias
 * @param what for example `a function URL`
 * @throws Error when the function separates its tenants
 */
export function refuseWithTenants(fn: FunctionBase, what: string): void {
  if (fn._function._hasTenants) {
    throw new Error(
      `[${fn.node.path}] The function has tenancyConfig, and Lambda doesn't allow ${what} for it: each invocation has to name its tenant. ` +
        "Invoke it through API Gateway or with an SDK, or leave out tenancyConfig.",
    );
  }
}
