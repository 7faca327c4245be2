import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { AwsEnvironment } from "../aws-environment";
import { requireAwsProvider } from "../aws-provider-version";
import type { FunctionBase } from "./function-base";
import { refuseWithTenants } from "./tenants";

/** What every permission has. */
export interface PermissionOptions {
  /** What may be done. @default "lambda:InvokeFunction" */
  readonly action?: string;
  /** For the action `lambda:InvokeFunctionUrl`: the authorization of the function URL. @default - of any */
  readonly functionUrlAuthType?: "AWS_IAM" | "NONE";
  /**
   * For the action `lambda:InvokeFunction`: only through the function URL. Needs AWS provider 6.28.0. On the local AWS,
   * which doesn't know it, the permission has no such condition.
   * @default false
   */
  readonly invokedViaFunctionUrl?: boolean;
}

/** An AWS service that may invoke a function, for one resource or one account. */
export interface ServicePermission extends PermissionOptions {
  /** The service, for example `s3.amazonaws.com`. */
  readonly principal: `${string}.amazonaws.com` | `${string}.amazonaws.com.cn`;
  /** The ARN of the resource that invokes the function, for example of a bucket. */
  readonly sourceArn: string;
  /** The account that owns the resource. S3's ARNs have none, so it belongs to them. @default - not checked */
  readonly sourceAccount?: string;
}

/** An AWS service that may invoke a function for every resource of an account. */
export interface AccountsServicePermission extends PermissionOptions {
  /** The service, for example `s3.amazonaws.com`. */
  readonly principal: `${string}.amazonaws.com` | `${string}.amazonaws.com.cn`;
  /** The account that owns the resources. */
  readonly sourceAccount: string;
  /** A ServicePermission has it. */
  readonly sourceArn?: never;
}

/** An Alexa skill that may invoke a function. */
export interface AlexaPermission extends PermissionOptions {
  /** Alexa's service: of custom skills, or of smart home skills. */
  readonly principal: "alexa-appkit.amazon.com" | "alexa-connectedhome.amazon.com";
  /** The id of the skill. */
  readonly eventSourceToken: string;
}

/** An account, a role or a user that may invoke a function. */
export interface PrincipalPermission extends PermissionOptions {
  /** The 12 digits of an account, or the ARN of a role or a user. `*` is everyone of `organizationId`. */
  readonly principal: string;
  /** Only principals of this organization, for example `o-a1b2c3d4e5`. @default - not checked */
  readonly organizationId?: string;
  /** A ServicePermission has it. */
  readonly sourceArn?: never;
  /** A ServicePermission has it. */
  readonly sourceAccount?: never;
}

/**
 * Who may invoke a function. A service needs `sourceArn` or `sourceAccount`: with its name alone, everybody's bucket or topic
 * could invoke the function (AWS IAM User Guide, "The confused deputy problem").
 */
export type Permission =
  | ServicePermission
  | AccountsServicePermission
  | AlexaPermission
  | PrincipalPermission;

/** What limits a permission, of any kind. */
interface Limits {
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly eventSourceToken?: string;
  readonly organizationId?: string;
}

/** The only service that can name a tenant. */
const API_GATEWAY = "apigateway.amazonaws.com";

/**
 * Adds a statement to the policy of a function or an alias.
 * @throws Error when a service is allowed for everybody's resources
 */
export function addPermission(fn: FunctionBase, id: string, permission: Permission): LambdaPermission {
  const {
    principal,
    action = "lambda:InvokeFunction",
    functionUrlAuthType,
    invokedViaFunctionUrl,
  } = permission;
  const { sourceArn, sourceAccount, eventSourceToken, organizationId }: Limits = permission;
  const isService = /\.amazonaws\.com(\.cn)?$/.test(principal);
  if (isService && sourceArn === undefined && sourceAccount === undefined) {
    throw new Error(
      `[${fn.node.path}] The permission ${JSON.stringify(id)} lets ${principal} invoke the function for the resources of every AWS account. ` +
        "Set sourceArn to the resource that invokes it, or sourceAccount to its account.",
    );
  }
  if (isService && principal !== API_GATEWAY) refuseWithTenants(fn, `events of ${principal}`);
  if (
    principal === "*" &&
    organizationId === undefined &&
    functionUrlAuthType === undefined &&
    !invokedViaFunctionUrl
  ) {
    throw new Error(
      `[${fn.node.path}] The permission ${JSON.stringify(id)} lets everybody invoke the function. Name an account, a role or a user, or set organizationId. ` +
        "For a function URL that everybody may call: addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).",
    );
  }
  const resource = new LambdaPermission(fn, id, {
    functionName: fn.functionName,
    action,
    principal,
    ...(fn.qualifier !== undefined && { qualifier: fn.qualifier }),
    ...(sourceArn !== undefined && { sourceArn }),
    ...(sourceAccount !== undefined && { sourceAccount }),
    ...(eventSourceToken !== undefined && { eventSourceToken }),
    ...(organizationId !== undefined && { principalOrgId: organizationId }),
    ...(functionUrlAuthType !== undefined && { functionUrlAuthType }),
  });
  if (invokedViaFunctionUrl && !AwsEnvironment.of(fn).isLocal) {
    requireAwsProvider(fn, "6.28.0");
    // The bindings of older providers don't know it, and would leave the condition out without a word.
    resource.addOverride("invoked_via_function_url", true);
  }
  return resource;
}
