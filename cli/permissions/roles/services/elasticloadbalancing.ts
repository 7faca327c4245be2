import type { Permission, ResourceType, ResourceTypes } from "../resource-type";
import { READ_OTHER, SEEN } from "./source";

const ARN = "arn:{partition}:elasticloadbalancing:{region}:{account}";
/** AWS chooses the last parts. */
const LISTENER = `${ARN}:listener/*`;
const RULE = `${ARN}:listener-rule/*`;
const TARGET_GROUP = `${ARN}:targetgroup/{name}/*`;
const LISTENER_OF_RULE = `${ARN}:listener/{listener_arn}`;
const TARGET_GROUP_OF_ATTACHMENT = `${ARN}:targetgroup/{target_group_arn}`;

/** AWS has no permission by resource for what only describes. */
function describe(...what: readonly string[]): Permission {
  return { actions: what.map((each) => `elasticloadbalancing:Describe${each}`), on: "*" };
}

/** Tags of a create, which AWS checks beside it. */
function addTags(on: string, create: string): Permission {
  return {
    actions: ["elasticloadbalancing:AddTags"],
    on,
    when: "tags",
    condition: { StringEquals: { "elasticloadbalancing:CreateAction": create } },
  };
}

function changeTags(on: string): Permission {
  return {
    actions: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
    on,
    when: "tags",
    tagged: "resource",
  };
}

const LISTENER_TYPE: ResourceType = {
  source: SEEN,
  arn: LISTENER,
  attributes: { id: LISTENER },
  read: [describe("Listeners", "ListenerAttributes", "Tags")],
  create: [
    { actions: ["elasticloadbalancing:CreateListener"], on: `${ARN}:loadbalancer/{load_balancer_arn}` },
    addTags(LISTENER, "CreateListener"),
  ],
  update: [
    {
      actions: ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyListenerAttributes"],
      on: LISTENER,
      tagged: "resource",
    },
    changeTags(LISTENER),
  ],
  delete: [{ actions: ["elasticloadbalancing:DeleteListener"], on: LISTENER, tagged: "resource" }],
};

const LISTENER_DATA: ResourceType = {
  source: SEEN,
  arn: LISTENER,
  attributes: { id: LISTENER },
  read: [describe("Listeners", "Tags")],
};

const RULE_TYPE: ResourceType = {
  source: SEEN,
  arn: RULE,
  attributes: { id: RULE },
  // Without a priority, the rules of the listener are read to find the highest.
  read: [describe("Rules", "Tags")],
  create: [
    { actions: ["elasticloadbalancing:CreateRule"], on: LISTENER_OF_RULE },
    addTags(RULE, "CreateRule"),
  ],
  update: [
    { actions: ["elasticloadbalancing:ModifyRule"], on: RULE, tagged: "resource" },
    // AWS knows no condition for it.
    { actions: ["elasticloadbalancing:SetRulePriorities"], on: RULE },
    changeTags(RULE),
  ],
  delete: [{ actions: ["elasticloadbalancing:DeleteRule"], on: RULE, tagged: "resource" }],
};

const TARGET_GROUP_TYPE: ResourceType = {
  source: SEEN,
  arn: TARGET_GROUP,
  attributes: { id: TARGET_GROUP },
  defaults: { name: "tf-*" },
  read: [describe("TargetGroups", "TargetGroupAttributes", "Tags")],
  create: [
    {
      actions: ["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:ModifyTargetGroupAttributes"],
      on: TARGET_GROUP,
    },
  ],
  update: [
    { actions: ["elasticloadbalancing:ModifyTargetGroup"], on: TARGET_GROUP },
    {
      actions: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      on: TARGET_GROUP,
      when: "tags",
    },
  ],
  delete: [{ actions: ["elasticloadbalancing:DeleteTargetGroup"], on: TARGET_GROUP }],
};

const ATTACHMENT_TYPE: ResourceType = {
  source: READ_OTHER,
  read: [describe("TargetHealth")],
  create: [{ actions: ["elasticloadbalancing:RegisterTargets"], on: TARGET_GROUP_OF_ATTACHMENT }],
  delete: [{ actions: ["elasticloadbalancing:DeregisterTargets"], on: TARGET_GROUP_OF_ATTACHMENT }],
};

/** Each type has two names. */
export const elasticloadbalancing: ResourceTypes = {
  aws_alb_listener: LISTENER_TYPE,
  aws_lb_listener: LISTENER_TYPE,
  "data.aws_alb_listener": LISTENER_DATA,
  "data.aws_lb_listener": LISTENER_DATA,
  aws_alb_listener_rule: RULE_TYPE,
  aws_lb_listener_rule: RULE_TYPE,
  aws_alb_target_group: TARGET_GROUP_TYPE,
  aws_lb_target_group: TARGET_GROUP_TYPE,
  aws_alb_target_group_attachment: ATTACHMENT_TYPE,
  aws_lb_target_group_attachment: ATTACHMENT_TYPE,
};
