import type { Permission, ResourceType, ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

const ARN = "arn:{partition}:ec2:{region}:{account}";
/** AWS chooses the ids. */
const GROUP = `${ARN}:security-group/*`;
const RULE = `${ARN}:security-group-rule/*`;
const GROUP_OF_RULE = `${ARN}:security-group/{security_group_id}`;
const VPC = `${ARN}:vpc/{vpc_id}`;

/** AWS has no permission by resource for what only describes. */
function describe(...what: readonly string[]): Permission {
  return { actions: what.map((each) => `ec2:Describe${each}`), on: "*" };
}

/** Tags of a create, which AWS checks beside it. */
function createTags(on: string, create: string): Permission {
  return {
    actions: ["ec2:CreateTags"],
    on,
    when: "tags",
    condition: { StringEquals: { "ec2:CreateAction": create } },
  };
}

function changeTags(on: string): Permission {
  return { actions: ["ec2:CreateTags", "ec2:DeleteTags"], on, when: "tags", tagged: "resource" };
}

function rule(direction: "Ingress" | "Egress"): ResourceType {
  return {
    source: SEEN,
    arn: RULE,
    read: [describe("SecurityGroupRules")],
    create: [
      { actions: [`ec2:AuthorizeSecurityGroup${direction}`], on: [GROUP_OF_RULE, RULE] },
      createTags(RULE, `AuthorizeSecurityGroup${direction}`),
    ],
    update: [{ actions: ["ec2:ModifySecurityGroupRules"], on: [GROUP_OF_RULE, RULE] }, changeTags(RULE)],
    delete: [{ actions: [`ec2:RevokeSecurityGroup${direction}`], on: GROUP_OF_RULE }],
  };
}

export const ec2: ResourceTypes = {
  aws_security_group: {
    source: SEEN,
    arn: GROUP,
    defaults: { name: "terraform-*" },
    read: [describe("SecurityGroups")],
    create: [
      { actions: ["ec2:CreateSecurityGroup"], on: GROUP, tagged: "request" },
      { actions: ["ec2:CreateSecurityGroup"], on: VPC },
      createTags(GROUP, "CreateSecurityGroup"),
      // The provider takes away the rule that AWS makes, which allows all egress.
      { actions: ["ec2:RevokeSecurityGroupEgress"], on: GROUP, tagged: "resource" },
      { actions: ["ec2:AuthorizeSecurityGroupEgress"], on: GROUP, when: "egress", tagged: "resource" },
      { actions: ["ec2:AuthorizeSecurityGroupIngress"], on: GROUP, when: "ingress", tagged: "resource" },
    ],
    update: [
      {
        actions: ["ec2:RevokeSecurityGroupIngress"],
        on: GROUP,
        when: ["ingress", "revoke_rules_on_delete"],
        tagged: "resource",
      },
      changeTags(GROUP),
    ],
    delete: [
      { actions: ["ec2:DeleteSecurityGroup"], on: GROUP, tagged: "resource" },
      // Network interfaces that Lambda leaves behind are deleted before the group.
      describe("NetworkInterfaces"),
      {
        actions: ["ec2:DeleteNetworkInterface"],
        on: `${ARN}:network-interface/*`,
        condition: { ArnLike: { "ec2:Vpc": VPC } },
      },
    ],
  },
  aws_vpc_security_group_ingress_rule: rule("Ingress"),
  aws_vpc_security_group_egress_rule: rule("Egress"),
  "data.aws_security_group": { source: SEEN, arn: GROUP, read: [describe("SecurityGroups")] },
  "data.aws_subnet": {
    source: SEEN,
    arn: `${ARN}:subnet/{id}`,
    read: [describe("Subnets")],
  },
  "data.aws_subnets": { source: SEEN, read: [describe("Subnets")] },
  "data.aws_vpc": {
    source: SEEN,
    arn: `${ARN}:vpc/{id}`,
    read: [describe("Vpcs", "RouteTables"), { actions: ["ec2:DescribeVpcAttribute"], on: `${ARN}:vpc/{id}` }],
  },
};
