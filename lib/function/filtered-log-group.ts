import type { Construct } from "constructs";
import type { FunctionBase } from "./function-base";
import type { ExistingLogGroup } from "./log-group";

/**
 * Checks that a log group can have filters: Amazon CloudWatch Logs User Guide, "Log classes" (read 2026-11-28).
 * @throws Error when its class has none
 */
export function checkFilters(scope: Construct, logGroup: ExistingLogGroup): void {
  const { logGroupClassInput } = logGroup as { readonly logGroupClassInput?: string };
  if (logGroupClassInput === "INFREQUENT_ACCESS") {
    throw new Error(
      `[${scope.node.path}] The log group [${logGroup.node.path}] has the class INFREQUENT_ACCESS, which has neither metric filters nor ` +
        'subscriptions. Use the class "STANDARD".',
    );
  }
}

/** Whether a function logs there. An alias logs where its function does. */
export function logsTo(fn: FunctionBase, logGroup: ExistingLogGroup): boolean {
  return fn._function.logGroup === logGroup;
}
