import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { throwProblemsInLine } from "../throw-problems";
import { type EventInvokeConfigOptions, eventInvokeProblems } from "./async-invoke-options";
import type { FunctionBase } from "./function-base";

/**
 * Sets what happens with the asynchronous invocations of a function, or of one alias.
 * @throws Error when Lambda would refuse a number
 */
export function eventInvokeConfig(
  fn: FunctionBase,
  options: EventInvokeConfigOptions,
): LambdaFunctionEventInvokeConfig {
  throwProblemsInLine(fn.node.path, "Lambda would refuse these settings", eventInvokeProblems(options));
  const onSuccess = options.onSuccess?.bind(fn);
  const onFailure = options.onFailure?.bind(fn);
  for (const statement of [...(onSuccess?.statements ?? []), ...(onFailure?.statements ?? [])]) {
    fn.addToRolePolicy(statement);
  }
  return new LambdaFunctionEventInvokeConfig(fn, "EventInvokeConfig", {
    functionName: fn.functionName,
    ...(fn.qualifier !== undefined && { qualifier: fn.qualifier }),
    ...(options.maxEventAge && { maximumEventAgeInSeconds: options.maxEventAge.toSeconds() }),
    ...(options.retryAttempts !== undefined && { maximumRetryAttempts: options.retryAttempts }),
    ...((onSuccess || onFailure) && {
      destinationConfig: {
        ...(onSuccess && { onSuccess: { destination: onSuccess.destination } }),
        ...(onFailure && { onFailure: { destination: onFailure.destination } }),
      },
    }),
    // Lambda checks the permission to send to a destination when it is set.
    dependsOn: [...fn.permissions],
  });
}
