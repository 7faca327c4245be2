import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { type ITerraformDependable, Token } from "cdktf";
import type { Construct } from "constructs";
import { idPath } from "../aws-environment";
import type { ManagedPolicy } from "./execution-role";

/**
 * Attaches managed policies to a role.
 * @throws Error when an ARN is only known after the apply: the attachment's address is made of the policy's name.
 */
export function attachManagedPolicies(
  scope: Construct,
  role: string,
  policies: readonly ManagedPolicy[],
): readonly ITerraformDependable[] {
  return policies.map((policy) => {
    if (typeof policy !== "string") {
      return new IamRolePolicyAttachment(scope, `ManagedPolicy-${idPath(policy)}`, {
        role,
        policyArn: policy.arn,
      });
    }
    if (Token.isUnresolved(policy)) {
      throw new Error(
        `[${scope.node.path}] The ARN of a managed policy is only known after the apply, but its name is part of the ` +
          "attachment's address. Pass the policy itself (IamPolicy or DataAwsIamPolicy) instead of its ARN.",
      );
    }
    return new IamRolePolicyAttachment(scope, `ManagedPolicy-${policy.split("/").at(-1)}`, {
      role,
      policyArn: policy,
    });
  });
}
