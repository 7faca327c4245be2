import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import { type PolicyStatement, policyDocument } from "../policy-statement";
import { sha256 } from "../sha256";

export interface ExecutionRoleProps {
  readonly functionName: string;
  readonly logGroupName: string;
}

/**
 * The role that a function runs as. It has permission to write the function's log, and the permissions that are added.
 */
export class ExecutionRole extends Construct {
  readonly arn: string;
  /** The permissions of the role. */
  readonly policy: IamRolePolicy;
  private readonly statements: PolicyStatement[];

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const role = new IamRole(this, "Resource", {
      // IAM names are shared by all regions of an account.
      name: roleName(`${props.functionName}-${environment.region}`),
      assumeRolePolicy: policyDocument([{ service: "lambda.amazonaws.com", actions: ["sts:AssumeRole"] }]),
    });
    this.statements = [
      {
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [environment.arn("logs", `log-group:${props.logGroupName}:*`)],
      },
    ];
    this.policy = new IamRolePolicy(this, "Policy", {
      role: role.name,
      policy: policyDocument(this.statements),
    });
    this.arn = role.arn;
  }

  addToPolicy(statement: PolicyStatement): void {
    this.statements.push(statement);
    this.policy.policy = policyDocument(this.statements);
  }
}

/** IAM API Reference, CreateRole: RoleName (read 2026-11-24). */
const MAX_ROLE_NAME = 64;

function roleName(name: string): string {
  if (name.length <= MAX_ROLE_NAME) {
    return name;
  }
  const hash = sha256(name).slice(0, 8);
  return `${name.slice(0, MAX_ROLE_NAME - hash.length - 1)}-${hash}`;
}
