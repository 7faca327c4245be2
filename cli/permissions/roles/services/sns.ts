import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const TOPIC = "arn:{partition}:sns:{region}:{account}:{name}";
const TOPIC_OF = "arn:{partition}:sns:{region}:{account}:{topic_arn}";

export const sns: ResourceTypes = {
  aws_sns_topic: {
    source: SEEN,
    arn: TOPIC,
    attributes: { id: TOPIC },
    defaults: { name: "terraform-*" },
    read: [{ actions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"], on: TOPIC }],
    create: [
      { actions: ["sns:CreateTopic", "sns:SetTopicAttributes"], on: TOPIC },
      { actions: ["sns:TagResource"], on: TOPIC, when: "tags" },
    ],
    update: [{ actions: ["sns:UntagResource"], on: TOPIC, when: "tags" }],
    delete: [{ actions: ["sns:DeleteTopic"], on: TOPIC }],
  },
  "data.aws_sns_topic": {
    source: READ,
    arn: TOPIC,
    attributes: { id: TOPIC },
    // The list of topics knows no resource.
    read: [
      { actions: ["sns:ListTopics"], on: "*" },
      { actions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"], on: TOPIC },
    ],
  },
  aws_sns_topic_subscription: {
    source: SEEN,
    read: [
      { actions: ["sns:ListSubscriptionsByTopic"], on: TOPIC_OF },
      { actions: ["sns:GetSubscriptionAttributes"], on: TOPIC_OF },
    ],
    create: [{ actions: ["sns:Subscribe"], on: TOPIC_OF }],
    update: [{ actions: ["sns:SetSubscriptionAttributes"], on: TOPIC_OF }],
    delete: [{ actions: ["sns:Unsubscribe"], on: TOPIC_OF }],
  },
};
