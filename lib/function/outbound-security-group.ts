import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Construct } from "constructs";

/** Settings of the security group that a function gets. */
export interface OutboundSecurityGroupProps {
  readonly functionName: string;
  readonly vpcId: string;
  readonly allowAllOutbound?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A security group without incoming traffic. Returns its id. */
export function outboundSecurityGroup(
  scope: Construct,
  { functionName, vpcId, allowAllOutbound = true, tags }: OutboundSecurityGroupProps,
): string {
  return new SecurityGroup(scope, "SecurityGroup", {
    // A prefix, so that a replaced group can exist beside the old one, whose network interfaces stay for minutes.
    namePrefix: `${functionName}-`,
    description: `Outgoing traffic of the function ${functionName}`,
    vpcId,
    ingress: [],
    egress: allowAllOutbound
      ? [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }]
      : [],
    lifecycle: { createBeforeDestroy: true },
    ...(tags && { tags: { ...tags } }),
  }).id;
}
