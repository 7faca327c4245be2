/**
 * What Terraform's AWS provider calls for the resources of one type. docs/permissions.md explains how to add a type.
 *
 * **Templates.** ARNs and conditions are texts with placeholders:
 *
 * - `{partition}`, `{region}`, `{account}`: where the resource is.
 * - `{name}`, `{target.role_arn}`: an argument of the resource, in a block by its path. If the argument is not set:
 *   `<argument>_prefix` and `*`; then the type's `defaults`. References to other resources are resolved.
 * - An argument whose value is an ARN replaces the whole template up to its placeholder. So
 *   `arn:{partition}:lambda:{region}:{account}:function:{function_name}` fits a name and an ARN.
 * - `*` is written where AWS chooses the name: `arn:{partition}:apigateway:{region}::/restapis/*`.
 */
export interface ResourceType {
  /** Where the actions are known from: a document with the day read, or the provider's version and how it was seen. */
  readonly source: string;
  /** The ARN, as the attribute `arn` has it. References to `arn` are resolved by it. */
  readonly arn?: string;
  /** Other attributes that other resources refer to, as templates, for example `{ id: "{bucket}" }`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Values of arguments that are not set, as the provider chooses them, for example `{ name: "terraform-*" }`. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Calls of each plan, and after each create and update. A data source has only these. */
  readonly read: readonly Permission[];
  readonly create?: readonly Permission[];
  readonly update?: readonly Permission[];
  readonly delete?: readonly Permission[];
  /** The roles that it hands to a service: `iam:PassRole`, with `iam:PassedToService`. */
  readonly passes?: readonly PassedRole[];
}

/** Actions on resources. */
export interface Permission {
  /** For example `logs:CreateLogGroup`. Without `*`. */
  readonly actions: readonly string[];
  /** Templates of ARNs. `*` only where AWS has no permission by resource for the action. */
  readonly on: string | readonly string[];
  /**
   * Only needed when this argument is set (not null, false, 0, empty), in a block by its path; or one of several.
   * `tags` also counts the provider's default tags. @default - always needed
   */
  readonly when?: string | readonly string[];
  /** Operator → key → templates, for example `{ ArnLike: { "lambda:FunctionArn": FUNCTION } }`. @default - none */
  readonly condition?: PermissionCondition;
  /**
   * Limits the action by tags where its resource has no name of ours: `request` adds `aws:RequestTag/<key>` (a create
   * with tags), `resource` adds `aws:ResourceTag/<key>`, both for each default tag of the provider. @default - none
   */
  readonly tagged?: "request" | "resource";
}

export type PermissionCondition = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

export interface PassedRole {
  /** The argument with the role's ARN, in a block by its path. */
  readonly argument: string;
  /** For example `lambda.amazonaws.com`. */
  readonly service: string;
}

/**
 * Types by Terraform's name, for example `aws_s3_bucket`; data sources as `data.aws_s3_bucket`, ephemeral resources as
 * `ephemeral.aws_ecr_authorization_token`.
 */
export type ResourceTypes = Readonly<Record<string, ResourceType>>;
