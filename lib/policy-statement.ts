import { jsonText } from "./terraform-text";

/** Whether a statement allows or denies. @enum */
export const Effect = { ALLOW: "Allow", DENY: "Deny" } as const;
/** Whether a statement allows or denies: `Effect.DENY` or `"Deny"`. */
export type Effect = (typeof Effect)[keyof typeof Effect];

/** One statement of an IAM policy. */
export interface PolicyStatement {
  /** Whether the actions are allowed or denied. A denial wins over all that is allowed. @default Effect.ALLOW */
  readonly effect?: Effect;
  /** The actions, for example `["s3:GetObject"]`. */
  readonly actions: readonly string[];
  /** ARNs of what they apply to. @default - none: a resource-based policy applies to the resource it is attached to */
  readonly resources?: readonly string[];
  /**
   * The principal of a resource-based policy, if it is an AWS service, for example `lambda.amazonaws.com`.
   * @default - none
   */
  readonly service?: string;
  /**
   * The principals of a resource-based policy, if they are accounts. ARNs, for example `arn:aws:iam::111111111111:root`.
   * @default - none
   */
  readonly accounts?: readonly string[];
  /** When it applies, for example `{ StringLike: { "aws:sourceArn": "…" } }`. @default - none */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** A name for the statement. @default - none */
  readonly sid?: string;
}

/**
 * The JSON of an IAM policy with these statements. It is plain text when everything is known at synth, with the keys in
 * the order of Terraform's `jsonencode`. Otherwise it is a call of `jsonencode`.
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return jsonText({
    Statement: statements.map(({ actions, conditions, effect, service, accounts, resources, sid }) => ({
      Action: actions,
      ...(conditions && { Condition: conditions }),
      Effect: effect ?? Effect.ALLOW,
      ...(service && { Principal: { Service: service } }),
      ...(accounts && { Principal: { AWS: accounts } }),
      ...(resources && { Resource: resources }),
      ...(sid && { Sid: sid }),
    })),
    Version: "2012-10-17",
  });
}
