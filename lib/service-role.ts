import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { AwsEnvironment } from "./aws-environment";
import { InlinePolicy } from "./inline-policy";
import { limitedName } from "./limited-name";
import { type PolicyStatement, policyDocument } from "./policy-statement";

/** IAM API Reference, CreateRole: RoleName (read 2026-11-24). */
const MAX_ROLE_NAME = 64;

/** The name of a role. IAM names are shared by all regions of an account. */
export function roleName(scope: Construct, name: string): string {
  return limitedName(`${name}-${AwsEnvironment.of(scope).region}`, MAX_ROLE_NAME);
}

/** The policy that lets a service use a role. @param conditions when it may. @default - always */
export function trustPolicy(service: string, conditions?: PolicyStatement["conditions"]): string {
  return policyDocument([{ service, actions: ["sts:AssumeRole"], ...(conditions && { conditions }) }]);
}

/** Settings of a ServiceRole. */
export interface ServiceRoleProps {
  /** The name, without the region. */
  readonly name: string;
  /** The service that uses it, for example `scheduler.amazonaws.com`. */
  readonly service: string;
  /** When the service may use it: for this account alone, for example. */
  readonly conditions: NonNullable<PolicyStatement["conditions"]>;
  /** What the service may do with it. */
  readonly statements: readonly PolicyStatement[];
}

/** A role with which a service of AWS does something for a function. */
export class ServiceRole extends Construct {
  readonly resource: IamRole;
  readonly policy: InlinePolicy;

  constructor(scope: Construct, id: string, { name, service, conditions, statements }: ServiceRoleProps) {
    super(scope, id);
    this.resource = new IamRole(this, "Resource", {
      name: roleName(this, name),
      assumeRolePolicy: trustPolicy(service, conditions),
    });
    this.policy = new InlinePolicy(this, "Policy", this.resource.name, statements);
  }
}
