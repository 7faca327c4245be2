import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const TABLE = "arn:{partition}:dynamodb:{region}:{account}:table/{name}";

const READ_TABLE = [
  "dynamodb:DescribeContinuousBackups",
  "dynamodb:DescribeTable",
  "dynamodb:DescribeTimeToLive",
  "dynamodb:ListTagsOfResource",
];

export const dynamodb: ResourceTypes = {
  aws_dynamodb_table: {
    source: SEEN,
    arn: TABLE,
    attributes: { id: "{name}", stream_arn: `${TABLE}/stream/*` },
    read: [{ actions: READ_TABLE, on: TABLE }],
    create: [
      { actions: ["dynamodb:CreateTable"], on: TABLE },
      { actions: ["dynamodb:TagResource"], on: TABLE, when: "tags" },
      { actions: ["dynamodb:UpdateTimeToLive"], on: TABLE, when: "ttl" },
      { actions: ["dynamodb:UpdateContinuousBackups"], on: TABLE, when: "point_in_time_recovery" },
    ],
    update: [
      { actions: ["dynamodb:UpdateTable"], on: TABLE },
      { actions: ["dynamodb:UntagResource"], on: TABLE, when: "tags" },
    ],
    delete: [{ actions: ["dynamodb:DeleteTable"], on: TABLE }],
  },
  "data.aws_dynamodb_table": {
    source: READ,
    arn: TABLE,
    attributes: { id: "{name}", stream_arn: `${TABLE}/stream/*` },
    read: [{ actions: READ_TABLE, on: TABLE }],
  },
};
