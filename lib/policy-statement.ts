import { Fn } from "cdktf";

/** One statement of an IAM policy. */
export interface PolicyStatement {
  /** For example `["s3:GetObject"]`. */
  readonly actions: readonly string[];
  /** ARNs. @default - none, for a resource-based policy, where the resource is the one that it is attached to */
  readonly resources?: readonly string[];
  /** Who may, in a resource-based policy: an AWS service, for example `lambda.amazonaws.com`. @default - none */
  readonly service?: string;
  /** Who may, in a resource-based policy: ARNs of accounts, for example `arn:aws:iam::111111111111:root`. @default - none */
  readonly accounts?: readonly string[];
  /** For example `{ StringLike: { "aws:sourceArn": "…" } }`. @default - none */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** A name for the statement. @default - none */
  readonly sid?: string;
}

/** The JSON of an IAM policy that allows what the statements say. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({
      ...(statement.sid && { Sid: statement.sid }),
      Effect: "Allow",
      ...(statement.service && { Principal: { Service: statement.service } }),
      ...(statement.accounts && { Principal: { AWS: statement.accounts } }),
      Action: statement.actions,
      ...(statement.resources && { Resource: statement.resources }),
      ...(statement.conditions && { Condition: statement.conditions }),
    })),
  });
}
