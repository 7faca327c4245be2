import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const LOG_GROUP = "arn:{partition}:logs:{region}:{account}:log-group:{name}";
const LOG_GROUP_OF_FILTER = "arn:{partition}:logs:{region}:{account}:log-group:{log_group_name}";

/**
 * A log group has two ARNs: that of tags, and one with `:*` for all other actions (CloudWatch Logs User Guide, "CloudWatch Logs resources and
 * operations", read 2026-11-28). The Service Authorization Reference and the local AWS know the first alone.
 */
function both(arn: string): readonly string[] {
  return [arn, `${arn}:*`];
}

export const logs: ResourceTypes = {
  aws_cloudwatch_log_group: {
    source: SEEN,
    arn: LOG_GROUP,
    attributes: { id: "{name}" },
    defaults: { name: "terraform-*" },
    read: [
      // The provider asks for the prefix of the name, but AWS has no permission by resource for it.
      { actions: ["logs:DescribeLogGroups"], on: "*" },
      { actions: ["logs:ListTagsForResource"], on: LOG_GROUP },
    ],
    create: [
      { actions: ["logs:CreateLogGroup"], on: both(LOG_GROUP) },
      { actions: ["logs:TagResource"], on: LOG_GROUP, when: "tags" },
      { actions: ["logs:PutRetentionPolicy"], on: both(LOG_GROUP), when: "retention_in_days" },
    ],
    update: [
      {
        actions: ["logs:AssociateKmsKey", "logs:DisassociateKmsKey"],
        on: both(LOG_GROUP),
        when: "kms_key_id",
      },
      { actions: ["logs:DeleteRetentionPolicy"], on: both(LOG_GROUP), when: "retention_in_days" },
      { actions: ["logs:TagResource", "logs:UntagResource"], on: LOG_GROUP, when: "tags" },
    ],
    delete: [{ actions: ["logs:DeleteLogGroup"], on: both(LOG_GROUP) }],
  },
  "data.aws_cloudwatch_log_group": {
    source: SEEN,
    arn: LOG_GROUP,
    read: [
      { actions: ["logs:DescribeLogGroups"], on: "*" },
      { actions: ["logs:ListTagsForResource"], on: LOG_GROUP },
    ],
  },
  aws_cloudwatch_log_subscription_filter: {
    source: SEEN,
    attributes: { id: "cwlsf-*" },
    read: [{ actions: ["logs:DescribeSubscriptionFilters"], on: both(LOG_GROUP_OF_FILTER) }],
    create: [{ actions: ["logs:PutSubscriptionFilter"], on: both(LOG_GROUP_OF_FILTER) }],
    delete: [{ actions: ["logs:DeleteSubscriptionFilter"], on: both(LOG_GROUP_OF_FILTER) }],
    passes: [{ argument: "role_arn", service: "logs.amazonaws.com" }],
  },
  aws_cloudwatch_log_metric_filter: {
    source: READ,
    read: [{ actions: ["logs:DescribeMetricFilters"], on: both(LOG_GROUP_OF_FILTER) }],
    create: [{ actions: ["logs:PutMetricFilter"], on: both(LOG_GROUP_OF_FILTER) }],
    delete: [{ actions: ["logs:DeleteMetricFilter"], on: both(LOG_GROUP_OF_FILTER) }],
  },
};
