import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

const STREAM = "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}";
const SERVICE = "firehose.amazonaws.com";

export const firehose: ResourceTypes = {
  aws_kinesis_firehose_delivery_stream: {
    source: SEEN,
    arn: STREAM,
    attributes: { id: STREAM },
    read: [
      { actions: ["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"], on: STREAM },
    ],
    create: [
      { actions: ["firehose:CreateDeliveryStream"], on: STREAM },
      { actions: ["firehose:TagDeliveryStream"], on: STREAM, when: "tags" },
      {
        actions: ["firehose:StartDeliveryStreamEncryption"],
        on: STREAM,
        when: "server_side_encryption",
      },
    ],
    update: [
      { actions: ["firehose:UpdateDestination"], on: STREAM },
      {
        actions: ["firehose:StopDeliveryStreamEncryption"],
        on: STREAM,
        when: "server_side_encryption",
      },
      { actions: ["firehose:UntagDeliveryStream"], on: STREAM, when: "tags" },
    ],
    delete: [{ actions: ["firehose:DeleteDeliveryStream"], on: STREAM }],
    passes: [
      { argument: "extended_s3_configuration.role_arn", service: SERVICE },
      { argument: "kinesis_source_configuration.role_arn", service: SERVICE },
    ],
  },
  "data.aws_kinesis_firehose_delivery_stream": {
    source: SEEN,
    arn: STREAM,
    attributes: { id: STREAM },
    read: [{ actions: ["firehose:DescribeDeliveryStream"], on: STREAM }],
  },
};
