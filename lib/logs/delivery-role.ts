import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import { MAX_ROLE_NAME } from "../function/execution-role";
import { limitedName } from "../limited-name";
import { type PolicyStatement, policyDocument } from "../policy-statement";

/**
 * The role with which CloudWatch Logs writes to a stream: Amazon CloudWatch Logs User Guide, "Log group-level subscription
 * filters" (read 2026-11-28). The condition refuses log groups of other accounts.
 */
export class DeliveryRole extends Construct {
  readonly arn: string;
  /** What has to exist before the role may write. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, statements: readonly PolicyStatement[]) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const role = new IamRole(this, "Resource", {
      name: limitedName(`${environment.nameOf(scope)}-${environment.region}`, MAX_ROLE_NAME),
      assumeRolePolicy: policyDocument([
        {
          service: "logs.amazonaws.com",
          actions: ["sts:AssumeRole"],
          conditions: { StringLike: { "aws:SourceArn": environment.arn("logs", "*") } },
        },
      ]),
    });
    this.arn = role.arn;
    this.policy = new IamRolePolicy(this, "Policy", { role: role.name, policy: policyDocument(statements) });
  }
}
