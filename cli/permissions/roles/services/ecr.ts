import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const REPOSITORY = "arn:{partition}:ecr:{region}:{account}:repository/{name}";
const REPOSITORY_OF = "arn:{partition}:ecr:{region}:{account}:repository/{repository}";
const REPOSITORY_OF_IMAGE = "arn:{partition}:ecr:{region}:{account}:repository/{repository_name}";

export const ecr: ResourceTypes = {
  aws_ecr_repository: {
    source: SEEN,
    arn: REPOSITORY,
    attributes: { id: "{name}" },
    read: [{ actions: ["ecr:DescribeRepositories", "ecr:ListTagsForResource"], on: REPOSITORY }],
    create: [
      { actions: ["ecr:CreateRepository"], on: REPOSITORY },
      { actions: ["ecr:TagResource"], on: REPOSITORY, when: "tags" },
    ],
    update: [
      { actions: ["ecr:PutImageTagMutability"], on: REPOSITORY, when: "image_tag_mutability" },
      {
        actions: ["ecr:PutImageScanningConfiguration"],
        on: REPOSITORY,
        when: "image_scanning_configuration",
      },
      { actions: ["ecr:UntagResource"], on: REPOSITORY, when: "tags" },
    ],
    delete: [{ actions: ["ecr:DeleteRepository"], on: REPOSITORY }],
  },
  "data.aws_ecr_repository": {
    source: READ,
    arn: REPOSITORY,
    read: [{ actions: ["ecr:DescribeRepositories", "ecr:ListTagsForResource"], on: REPOSITORY }],
  },
  aws_ecr_repository_policy: {
    source: SEEN,
    attributes: { id: "{repository}" },
    read: [{ actions: ["ecr:GetRepositoryPolicy"], on: REPOSITORY_OF }],
    create: [{ actions: ["ecr:SetRepositoryPolicy"], on: REPOSITORY_OF }],
    delete: [{ actions: ["ecr:DeleteRepositoryPolicy"], on: REPOSITORY_OF }],
  },
  aws_ecr_lifecycle_policy: {
    source: SEEN,
    attributes: { id: "{repository}" },
    read: [{ actions: ["ecr:GetLifecyclePolicy"], on: REPOSITORY_OF }],
    create: [{ actions: ["ecr:PutLifecyclePolicy"], on: REPOSITORY_OF }],
    delete: [{ actions: ["ecr:DeleteLifecyclePolicy"], on: REPOSITORY_OF }],
  },
  "data.aws_ecr_image": {
    source: SEEN,
    read: [{ actions: ["ecr:DescribeImages", "ecr:DescribeRepositories"], on: REPOSITORY_OF_IMAGE }],
  },
  "data.aws_ecr_authorization_token": {
    source: READ,
    read: [{ actions: ["ecr:GetAuthorizationToken"], on: "*" }],
  },
  "ephemeral.aws_ecr_authorization_token": {
    source: READ,
    read: [{ actions: ["ecr:GetAuthorizationToken"], on: "*" }],
  },
  aws_ecr_replication_configuration: {
    source: READ,
    // One of the whole registry. ECR makes its own role for it.
    read: [{ actions: ["ecr:DescribeRegistry"], on: "*" }],
    create: [
      { actions: ["ecr:PutReplicationConfiguration"], on: "*" },
      {
        actions: ["iam:CreateServiceLinkedRole"],
        on: "arn:{partition}:iam::{account}:role/aws-service-role/replication.ecr.amazonaws.com/*",
        condition: { StringEquals: { "iam:AWSServiceName": "replication.ecr.amazonaws.com" } },
      },
    ],
  },
};
