import type { Construct } from "constructs";
import type { AwsEnvironment } from "../aws-environment";
import type { PolicyStatement } from "../policy-statement";

/**
 * The permissions to pull: Lambda for this account's functions, and for other accounts both Lambda and the account
 * itself (AWS Lambda Developer Guide, "Amazon ECR cross-account permissions", read 2026-11-24).
 */
export function pullStatements(environment: AwsEnvironment, accounts: readonly string[]): PolicyStatement[] {
  const actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
  const functionsOf = (account: string): string => environment.arn("lambda", "function:*", { account });
  const lambda = (sid: string, sourceArn: string | readonly string[]): PolicyStatement => ({
    sid,
    service: "lambda.amazonaws.com",
    actions,
    conditions: { StringLike: { "aws:sourceArn": sourceArn } },
  });
  return [
    lambda("LambdaECRImageRetrievalPolicy", functionsOf(environment.account)),
    ...(accounts.length === 0
      ? []
      : [
          { sid: "OtherAccounts", accounts: accounts.map((account) => environment.rootOf(account)), actions },
          lambda("LambdaOfOtherAccounts", accounts.map(functionsOf)),
        ]),
  ];
}

/** @throws Error when one is not the 12 digits of an account. */
export function checkAccounts(construct: Construct, accounts: readonly string[]): void {
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account)) {
      throw new Error(
        `[${construct.node.path}] pullAccounts must be AWS accounts of 12 digits each; got ${JSON.stringify(account)}.`,
      );
    }
  }
}
