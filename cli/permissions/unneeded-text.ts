import type { Unneeded } from "./compare-permissions";

const AWS_POLICY = /^arn:[^:]+:iam::aws:policy\//;

/** Whether an ARN is that of a managed policy of AWS. */
export function isPolicyOfAws(arn: string): boolean {
  return AWS_POLICY.test(arn);
}

/** What isn't needed, as words. */
export function unneededText({ policy, kind, actions, resources }: Unneeded): string {
  if (kind === "unknown") return `policy ${policy} of AWS: the local AWS doesn't know what it allows`;
  return resources.some(isPolicyOfAws)
    ? `anything of AWS's policy ${policy}`
    : `${actions.join(", ")} on ${resources.join(", ")} (policy ${policy})`;
}
