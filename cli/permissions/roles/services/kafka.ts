import type { Permission, ResourceTypes } from "../resource-type";
import { READ_OTHER, UNCHECKED } from "./source";

const CLUSTER = "arn:{partition}:kafka:{region}:{account}:cluster/{cluster_name}/*";
const ROLE =
  "arn:{partition}:iam::{account}:role/aws-service-role/kafka.amazonaws.com/AWSServiceRoleForKafka*";

/** The first cluster of an account makes the role of MSK. */
const SERVICE_LINKED_ROLE: Permission = {
  actions: ["iam:CreateServiceLinkedRole"],
  on: ROLE,
  condition: { StringEquals: { "iam:AWSServiceName": "kafka.amazonaws.com" } },
};
/** MSK looks these up in the caller's name. */
const NETWORK: Permission = {
  actions: ["ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:DescribeSecurityGroups"],
  on: "*",
};
const CHANGE_TAGS: Permission = {
  actions: ["kafka:TagResource", "kafka:UntagResource"],
  on: CLUSTER,
  when: "tags",
};

export const kafka: ResourceTypes = {
  aws_msk_cluster: {
    source: UNCHECKED,
    arn: CLUSTER,
    attributes: { id: CLUSTER },
    read: [
      { actions: ["kafka:DescribeClusterV2", "kafka:DescribeCluster"], on: CLUSTER },
      { actions: ["kafka:GetBootstrapBrokers"], on: "*" },
    ],
    create: [{ actions: ["kafka:CreateCluster"], on: CLUSTER }, NETWORK, SERVICE_LINKED_ROLE],
    update: [
      {
        actions: [
          "kafka:UpdateBrokerCount",
          "kafka:UpdateBrokerStorage",
          "kafka:UpdateBrokerType",
          "kafka:UpdateClusterKafkaVersion",
          "kafka:UpdateConnectivity",
          "kafka:UpdateMonitoring",
          "kafka:UpdateSecurity",
          "kafka:UpdateStorage",
        ],
        on: CLUSTER,
      },
      {
        actions: ["kafka:UpdateClusterConfiguration"],
        on: [CLUSTER, "arn:{partition}:kafka:{region}:{account}:configuration/*"],
        when: "configuration_info",
      },
      { actions: ["kafka:DescribeClusterOperation"], on: "*" },
      CHANGE_TAGS,
    ],
    delete: [{ actions: ["kafka:DeleteCluster"], on: CLUSTER }],
  },
  aws_msk_serverless_cluster: {
    source: READ_OTHER,
    arn: CLUSTER,
    attributes: { id: CLUSTER },
    read: [
      { actions: ["kafka:DescribeClusterV2"], on: CLUSTER },
      { actions: ["kafka:GetBootstrapBrokers"], on: "*" },
    ],
    create: [{ actions: ["kafka:CreateClusterV2"], on: CLUSTER }, NETWORK, SERVICE_LINKED_ROLE],
    update: [CHANGE_TAGS],
    delete: [{ actions: ["kafka:DeleteCluster"], on: CLUSTER }],
  },
  "data.aws_msk_cluster": {
    source: READ_OTHER,
    arn: CLUSTER,
    attributes: { id: CLUSTER },
    read: [{ actions: ["kafka:ListClusters", "kafka:GetBootstrapBrokers"], on: "*" }],
  },
};
