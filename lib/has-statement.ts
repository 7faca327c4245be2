import type { Construct } from "constructs";
import type { PolicyStatement } from "./policy-statement";
import { resolved } from "./resolved";

/** Whether a policy has a statement already. Two grants may need the same, for example for two queues with one key. */
export function hasStatement(
  scope: Construct,
  statements: readonly PolicyStatement[],
  statement: PolicyStatement,
): boolean {
  const text = JSON.stringify(resolved(scope, statement));
  return statements.some((other) => JSON.stringify(resolved(scope, other)) === text);
}
