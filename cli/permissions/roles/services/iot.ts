import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

const RULE = "arn:{partition}:iot:{region}:{account}:rule/{name}";
/** What a rule can do by a role. The library's rules call functions, for which a permission of the function is enough. */
const ACTIONS_BY_ROLE = [
  "cloudwatch_logs",
  "dynamodb",
  "dynamodbv2",
  "firehose",
  "kinesis",
  "republish",
  "s3",
  "sns",
  "sqs",
  "step_functions",
];

export const iot: ResourceTypes = {
  aws_iot_topic_rule: {
    source: SEEN,
    arn: RULE,
    attributes: { id: "{name}" },
    read: [
      { actions: ["iot:GetTopicRule", "iot:ListTagsForResource"], on: RULE },
      // The rule is looked for in the list of all rules.
      { actions: ["iot:ListTopicRules"], on: "*" },
    ],
    create: [
      { actions: ["iot:CreateTopicRule"], on: RULE },
      { actions: ["iot:TagResource"], on: RULE, when: "tags" },
    ],
    update: [
      { actions: ["iot:ReplaceTopicRule"], on: RULE },
      { actions: ["iot:UntagResource"], on: RULE, when: "tags" },
    ],
    delete: [{ actions: ["iot:DeleteTopicRule"], on: RULE }],
    passes: ["", "error_action."].flatMap((block) =>
      ACTIONS_BY_ROLE.map((action) => ({
        argument: `${block}${action}.role_arn`,
        service: "iot.amazonaws.com",
      })),
    ),
  },
};
