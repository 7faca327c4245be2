/** The name at the end of an ARN of IAM: of a role or a policy, without its path. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
