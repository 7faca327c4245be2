import type { DataAwsIamPolicy } from "@cdktf/provider-aws/lib/data-aws-iam-policy";
import type { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Annotations, type ITerraformDependable, TerraformDataSource, Token } from "cdktf";
import { Construct } from "constructs";
import { InlinePolicy } from "../inline-policy";
import type { PolicyStatement } from "../policy-statement";
import { roleName, trustPolicy } from "../service-role";
import { Statements } from "../statements";
import type * as managedPoliciesModule from "./managed-policies";

/** A managed policy: a resource, or an ARN that is known at synth, for example `arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess`. */
export type ManagedPolicy = string | IamPolicy | DataAwsIamPolicy;

/** Settings of the role that a function gets. */
export interface RoleOptions {
  /** The name in IAM, up to 64 characters. @default - the function's name and the region */
  readonly roleName?: string;
  /** Managed policies, besides the function's own permissions. @default - none */
  readonly managedPolicies?: readonly ManagedPolicy[];
  /** The managed policy that limits what the role may do at most. @default - none */
  readonly permissionsBoundary?: ManagedPolicy;
}

/** A role that exists: a resource of this app, or one that is managed elsewhere. */
export type ExistingRole = IamRole | DataAwsIamRole;

/** Settings of an ExecutionRole. */
export interface ExecutionRoleProps {
  readonly functionName: string;
  readonly role?: ExistingRole | RoleOptions;
  readonly statements: readonly PolicyStatement[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The role that a function runs as, and its permissions: an inline policy, which grows with `addToPolicy`.
 *
 * - Without a role of one's own, one is made.
 * - A role of this app gets an inline policy of its own for each function that uses it.
 * - A role that is managed elsewhere (`DataAwsIamRole`) is never changed. What it has to allow is printed at synth.
 */
export class ExecutionRole extends Construct {
  readonly resource: ExistingRole;
  /** What has to exist before the role may do everything. */
  readonly permissions: readonly ITerraformDependable[];
  private readonly policy: InlinePolicy | NeededPermissions;

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const { role } = props;
    const existing = isResource(role) ? role : undefined;
    const options = isResource(role) ? {} : (role ?? {});
    this.resource = existing ?? this.create(props, options);
    if (this.resource instanceof TerraformDataSource) {
      this.policy = new NeededPermissions(this, props.statements);
      this.permissions = [];
      return;
    }
    this.policy = new InlinePolicy(this, "Policy", this.resource.name, props.statements);
    this.permissions = [this.policy.resource, ...this.attach(options.managedPolicies ?? [])];
  }

  /** Adds a statement, unless the policy already has it. */
  addToPolicy(statement: PolicyStatement): void {
    this.policy.add(statement);
  }

  private create({ functionName, tags }: ExecutionRoleProps, options: RoleOptions): IamRole {
    checkRoleName(this, options.roleName);
    const boundary = options.permissionsBoundary;
    return new IamRole(this, "Resource", {
      name: options.roleName ?? roleName(this, functionName),
      assumeRolePolicy: trustPolicy("lambda.amazonaws.com"),
      ...(boundary !== undefined && {
        permissionsBoundary: typeof boundary === "string" ? boundary : boundary.arn,
      }),
      ...(tags && { tags: { ...tags } }),
    });
  }

  private attach(policies: readonly ManagedPolicy[]): readonly ITerraformDependable[] {
    if (policies.length === 0) return [];
    const { attachManagedPolicies } = require("./managed-policies") as typeof managedPoliciesModule;
    return attachManagedPolicies(this, this.resource.name, policies);
  }
}

/** What a role that is managed elsewhere has to allow. It is printed at synth. */
class NeededPermissions {
  private readonly statements: Statements;

  constructor(
    private readonly role: Construct,
    statements: readonly PolicyStatement[],
  ) {
    this.statements = new Statements(role, statements);
    for (const statement of statements) this.print(statement);
  }

  add(statement: PolicyStatement): void {
    if (this.statements.add(statement)) this.print(statement);
  }

  private print({ actions, resources = [], effect = "Allow", conditions }: PolicyStatement): void {
    Annotations.of(this.role).addInfo(
      `The role of [${this.role.node.scope?.node.path}] is managed elsewhere, so nothing is added to it. ` +
        `It has to ${effect === "Allow" ? "allow" : "deny"} ${actions.join(", ")} on ${resources.join(", ")}` +
        `${conditions ? `, under the condition ${JSON.stringify(conditions)}` : ""}.`,
    );
  }
}

function isResource(role: ExistingRole | RoleOptions | undefined): role is ExistingRole {
  return role instanceof Construct;
}

/** IAM API Reference, CreateRole: RoleName (read 2026-11-28). */
function checkRoleName(role: Construct, name: string | undefined): void {
  if (name !== undefined && !Token.isUnresolved(name) && !/^[\w+=,.@-]{1,64}$/.test(name)) {
    throw new Error(
      `[${role.node.path}] roleName must be 1 to 64 letters, digits and "_+=,.@-"; got ${JSON.stringify(name)}. A path is no part of it.`,
    );
  }
}
