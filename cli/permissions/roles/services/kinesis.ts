import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const STREAM = "arn:{partition}:kinesis:{region}:{account}:stream/{name}";
const STREAM_OF = "arn:{partition}:kinesis:{region}:{account}:stream/{stream_arn}";
const CONSUMER = `${STREAM_OF}/consumer/{name}:*`;

export const kinesis: ResourceTypes = {
  aws_kinesis_stream: {
    source: SEEN,
    arn: STREAM,
    attributes: { id: STREAM },
    read: [
      // Of the account: the plan compares the number of shards with it.
      { actions: ["kinesis:DescribeLimits"], on: "*" },
      { actions: ["kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream"], on: STREAM },
    ],
    create: [
      { actions: ["kinesis:CreateStream", "kinesis:IncreaseStreamRetentionPeriod"], on: STREAM },
      { actions: ["kinesis:AddTagsToStream"], on: STREAM, when: "tags" },
      { actions: ["kinesis:StartStreamEncryption"], on: STREAM, when: "kms_key_id" },
      { actions: ["kinesis:EnableEnhancedMonitoring"], on: "*", when: "shard_level_metrics" },
    ],
    update: [
      // AWS has no permission by resource for these.
      { actions: ["kinesis:UpdateShardCount"], on: "*", when: "shard_count" },
      { actions: ["kinesis:UpdateStreamMode"], on: "*", when: "stream_mode_details" },
      { actions: ["kinesis:DecreaseStreamRetentionPeriod"], on: STREAM, when: "retention_period" },
      { actions: ["kinesis:RemoveTagsFromStream"], on: STREAM, when: "tags" },
      { actions: ["kinesis:StopStreamEncryption"], on: STREAM, when: "kms_key_id" },
      { actions: ["kinesis:DisableEnhancedMonitoring"], on: "*", when: "shard_level_metrics" },
    ],
    delete: [{ actions: ["kinesis:DeleteStream"], on: STREAM }],
  },
  "data.aws_kinesis_stream": {
    source: READ,
    arn: STREAM,
    attributes: { id: STREAM },
    read: [
      {
        actions: ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:ListTagsForStream"],
        on: STREAM,
      },
    ],
  },
  aws_kinesis_stream_consumer: {
    source: READ,
    arn: CONSUMER,
    attributes: { id: CONSUMER },
    read: [{ actions: ["kinesis:DescribeStreamConsumer"], on: CONSUMER }],
    create: [{ actions: ["kinesis:RegisterStreamConsumer"], on: STREAM_OF }],
    delete: [{ actions: ["kinesis:DeregisterStreamConsumer"], on: CONSUMER }],
  },
};
