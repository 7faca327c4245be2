import { isMadeBy, type RecordedCall } from "./recorded-calls";

/** Changes of a function, or of the permissions of its role. */
const CHANGES =
  /^(?:lambda:(?:CreateFunction|UpdateFunction(?:Code|Configuration))|iam:(?:(?:Put|Delete|Attach|Detach)RolePolicy|CreateRole|(?:Put|Delete)RolePermissionsBoundary))$/;

/** The ARNs of a function and of its role. */
export interface DeployedArns {
  readonly functionArn: string;
  readonly roleArn: string;
}

/** The calls after the last change of a function, or of its role's permissions. The changes are among the recorded calls. */
export function sinceDeploy(arns: DeployedArns, calls: readonly RecordedCall[]): readonly RecordedCall[] {
  return calls.slice(lastChange(arns, calls) + 1);
}

/** When a function, or its role's permissions, were last changed. Undefined when no change is recorded. */
export function deployTime(arns: DeployedArns, calls: readonly RecordedCall[]): string | undefined {
  return calls[lastChange(arns, calls)]?.time;
}

/** A denied change changed nothing, and what the function itself changes is no deploy. */
function lastChange({ functionArn, roleArn }: DeployedArns, calls: readonly RecordedCall[]): number {
  const fn = { functionName: functionArn.split(":")[6] ?? "", roleArn };
  return calls.findLastIndex(
    (call) =>
      CHANGES.test(call.action) &&
      (call.resource === functionArn || call.resource === roleArn) &&
      // Without enforcement (--no-iam) it succeeded.
      (call.decision === "Allow" || call.enforced === false) &&
      !isMadeBy(fn, call),
  );
}
