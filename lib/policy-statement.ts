import { Fn } from "cdktf";
import { literal } from "./terraform-text";

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

/**
 * The JSON of an IAM policy that allows what the statements say: plain text where all of it is known at synth, with the keys in the order
 * that Terraform's `jsonencode` gives them; otherwise by `jsonencode`.
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  const document = {
    Statement: statements.map(({ actions, conditions, service, accounts, resources, sid }) => ({
      Action: actions,
      ...(conditions && { Condition: conditions }),
      Effect: "Allow",
      ...(service && { Principal: { Service: service } }),
      ...(accounts && { Principal: { AWS: accounts } }),
      ...(resources && { Resource: resources }),
      ...(sid && { Sid: sid }),
    })),
    Version: "2012-10-17",
  };
  const text = JSON.stringify(document);
  return text.includes(TOKEN) ? Fn.jsonencode(document) : literal(text);
}

/** Is in the text of every token of CDKTF, a list's too. */
const TOKEN = "{TfToken[";
