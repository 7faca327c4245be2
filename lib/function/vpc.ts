import { Token } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyStatement } from "../policy-statement";
import type { FunctionPart } from "./function-part";
import type * as outboundModule from "./outbound-security-group";

/** A function's subnets. */
export interface VpcSubnets {
  /**
   * The ids of the subnets, for example `[subnet.id]` or the list that a module returns. A function in a public subnet
   * has no access to the internet: that needs a private subnet and a NAT gateway (AWS Lambda Developer Guide, "Enable
   * internet access for VPC-connected Lambda functions", read 2026-11-28).
   */
  readonly subnetIds: readonly string[];
  /** Allows outgoing IPv6 traffic to subnets that have both IPv4 and IPv6. @default false */
  readonly ipv6AllowedForDualStack?: boolean;
}

/** A function's place in a VPC, with security groups of one's own. */
export interface VpcWithSecurityGroups extends VpcSubnets {
  /** The ids of the security groups. */
  readonly securityGroupIds: readonly string[];
  /** Only for a new security group. */
  readonly vpcId?: never;
}

/** A function's place in a VPC, with a new security group. */
export interface VpcWithNewSecurityGroup extends VpcSubnets {
  /** The id of the VPC, for a new security group without incoming traffic. */
  readonly vpcId: string;
  /** Whether the new security group allows all outgoing traffic. @default true */
  readonly allowAllOutbound?: boolean;
  /** Only without a new security group. */
  readonly securityGroupIds?: never;
}

/** The subnets and security groups of a function's network interfaces. */
export type VpcOptions = VpcWithSecurityGroups | VpcWithNewSecurityGroup;

/**
 * What Lambda does with the function's role to connect it to a VPC. These actions know no resource but `*`: AWS Lambda
 * Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC", Required IAM permissions (read 2026-11-28).
 */
const NETWORK_ACTIONS = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

/** A part with the security groups' ids, for rules of other security groups. */
export interface VpcPart extends FunctionPart {
  readonly securityGroupIds: readonly string[];
}

/**
 * Connects a function to subnets. Lambda needs the permissions, but the code doesn't: for the code they are denied (same
 * guide as above, "Deny your function access to network interfaces").
 * @param functionArn plain text, for the condition
 * @throws Error when there are no subnets or no security groups
 */
export function vpcPart(
  scope: Construct,
  functionName: string,
  functionArn: string,
  vpc: VpcOptions,
  tags?: Readonly<Record<string, string>>,
): VpcPart {
  checkIds(scope, "subnetIds", vpc.subnetIds);
  if (vpc.securityGroupIds !== undefined) checkIds(scope, "securityGroupIds", vpc.securityGroupIds);
  const securityGroupIds = vpc.securityGroupIds ?? [newGroup(scope, functionName, vpc, tags)];
  return {
    config: {
      vpcConfig: {
        subnetIds: [...vpc.subnetIds],
        securityGroupIds: [...securityGroupIds],
        ...(vpc.ipv6AllowedForDualStack !== undefined && {
          ipv6AllowedForDualStack: vpc.ipv6AllowedForDualStack,
        }),
      },
    },
    statements: networkStatements(functionArn),
    securityGroupIds,
  };
}

function networkStatements(functionArn: string): PolicyStatement[] {
  return [
    { actions: NETWORK_ACTIONS, resources: ["*"] },
    {
      effect: "Deny",
      actions: NETWORK_ACTIONS,
      resources: ["*"],
      conditions: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
    },
  ];
}

function newGroup(
  scope: Construct,
  functionName: string,
  vpc: VpcWithNewSecurityGroup,
  tags: Readonly<Record<string, string>> | undefined,
): string {
  const { outboundSecurityGroup } = require("./outbound-security-group") as typeof outboundModule;
  return outboundSecurityGroup(scope, { functionName, ...vpc, ...(tags && { tags }) });
}

function checkIds(scope: Construct, name: string, ids: readonly string[]): void {
  if (!Token.isUnresolved(ids) && ids.length === 0) {
    throw new Error(
      `[${scope.node.path}] vpc.${name} is empty. Lambda needs at least one of each, or no \`vpc\` at all.`,
    );
  }
}
