import type { RecordedCall } from "./recorded-calls";

/** Changes of a function, or of the permissions of its role. */
const CHANGES =
  /^(?:lambda:(?:Create|Update)Function|iam:(?:Put|Delete|Attach|Detach)RolePolicy|iam:CreateRole)/;

/** The calls after the last change of a function, or of its role's permissions. The changes are among the recorded calls. */
export function sinceDeploy(
  { functionArn, roleArn }: { readonly functionArn: string; readonly roleArn: string },
  calls: readonly RecordedCall[],
): readonly RecordedCall[] {
  const last = calls.findLastIndex(
    ({ action, resource }) => CHANGES.test(action) && (resource === functionArn || resource === roleArn),
  );
  return calls.slice(last + 1);
}
