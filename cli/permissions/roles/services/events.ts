import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const BUS = "arn:{partition}:events:{region}:{account}:event-bus/{name}";
/** A rule of the default bus has no name of the bus in its ARN. */
const RULE = "arn:{partition}:events:{region}:{account}:rule/{name}";
const RULE_OF_BUS = "arn:{partition}:events:{region}:{account}:rule/*/{name}";
const RULE_OF_TARGET = "arn:{partition}:events:{region}:{account}:rule/{rule}";
const BUS_RULE_OF_TARGET = "arn:{partition}:events:{region}:{account}:rule/*/{rule}";

export const events: ResourceTypes = {
  aws_cloudwatch_event_bus: {
    source: READ,
    arn: BUS,
    attributes: { id: "{name}" },
    read: [{ actions: ["events:DescribeEventBus", "events:ListTagsForResource"], on: BUS }],
    create: [
      { actions: ["events:CreateEventBus"], on: BUS },
      { actions: ["events:TagResource"], on: BUS, when: "tags" },
    ],
    update: [
      { actions: ["events:UpdateEventBus"], on: BUS },
      { actions: ["events:UntagResource"], on: BUS, when: "tags" },
    ],
    delete: [{ actions: ["events:DeleteEventBus"], on: BUS }],
  },
  "data.aws_cloudwatch_event_bus": {
    source: READ,
    arn: BUS,
    attributes: { id: "{name}" },
    read: [{ actions: ["events:DescribeEventBus"], on: BUS }],
  },
  aws_cloudwatch_event_rule: {
    source: SEEN,
    arn: RULE,
    attributes: { id: "{name}" },
    defaults: { name: "terraform-*" },
    read: [
      { actions: ["events:DescribeRule", "events:ListTagsForResource"], on: RULE },
      {
        actions: ["events:DescribeRule", "events:ListTagsForResource"],
        on: RULE_OF_BUS,
        when: "event_bus_name",
      },
    ],
    create: [
      { actions: ["events:PutRule"], on: RULE },
      { actions: ["events:TagResource"], on: RULE, when: "tags" },
      { actions: ["events:PutRule", "events:TagResource"], on: RULE_OF_BUS, when: "event_bus_name" },
    ],
    update: [
      { actions: ["events:UntagResource"], on: RULE, when: "tags" },
      { actions: ["events:UntagResource"], on: RULE_OF_BUS, when: "event_bus_name" },
    ],
    delete: [
      { actions: ["events:DeleteRule"], on: RULE },
      { actions: ["events:DeleteRule"], on: RULE_OF_BUS, when: "event_bus_name" },
    ],
    passes: [{ argument: "role_arn", service: "events.amazonaws.com" }],
  },
  aws_cloudwatch_event_target: {
    source: SEEN,
    read: [
      { actions: ["events:ListTargetsByRule"], on: RULE_OF_TARGET },
      { actions: ["events:ListTargetsByRule"], on: BUS_RULE_OF_TARGET, when: "event_bus_name" },
    ],
    create: [
      { actions: ["events:PutTargets"], on: RULE_OF_TARGET },
      { actions: ["events:PutTargets"], on: BUS_RULE_OF_TARGET, when: "event_bus_name" },
    ],
    delete: [
      { actions: ["events:RemoveTargets"], on: RULE_OF_TARGET },
      { actions: ["events:RemoveTargets"], on: BUS_RULE_OF_TARGET, when: "event_bus_name" },
    ],
    passes: [{ argument: "role_arn", service: "events.amazonaws.com" }],
  },
};
