import type { Permission, ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

const ARN = "arn:{partition}:elasticfilesystem:{region}:{account}";
/** AWS chooses the ids. */
const FILE_SYSTEM = `${ARN}:file-system/*`;
const ACCESS_POINT = `${ARN}:access-point/*`;
const FILE_SYSTEM_OF = `${ARN}:file-system/{file_system_id}`;
const EC2 = "arn:{partition}:ec2:{region}:{account}";
const INTERFACE = `${EC2}:network-interface/*`;

/** Tags of a create, which AWS checks beside it. */
function createTags(on: string, create: string): Permission {
  return {
    actions: ["elasticfilesystem:TagResource"],
    on,
    when: "tags",
    condition: { StringEquals: { "elasticfilesystem:CreateAction": create } },
  };
}

function changeTags(on: string): Permission {
  return {
    actions: ["elasticfilesystem:TagResource", "elasticfilesystem:UntagResource"],
    on,
    when: "tags",
    tagged: "resource",
  };
}

export const efs: ResourceTypes = {
  aws_efs_file_system: {
    source: SEEN,
    arn: FILE_SYSTEM,
    read: [
      {
        actions: [
          "elasticfilesystem:DescribeFileSystems",
          "elasticfilesystem:DescribeLifecycleConfiguration",
        ],
        on: FILE_SYSTEM,
      },
    ],
    create: [
      { actions: ["elasticfilesystem:CreateFileSystem"], on: "*", tagged: "request" },
      createTags(FILE_SYSTEM, "CreateFileSystem"),
      // "Using encryption", Amazon EFS User Guide: a key of one's own is used in the caller's name.
      {
        actions: ["kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"],
        on: "{kms_key_id}",
        when: "kms_key_id",
        condition: { StringEquals: { "kms:ViaService": "elasticfilesystem.{region}.amazonaws.com" } },
      },
    ],
    update: [
      {
        actions: ["elasticfilesystem:PutLifecycleConfiguration"],
        on: FILE_SYSTEM,
        when: "lifecycle_policy",
        tagged: "resource",
      },
      {
        actions: ["elasticfilesystem:UpdateFileSystemProtection"],
        on: FILE_SYSTEM,
        when: "protection",
        tagged: "resource",
      },
      { actions: ["elasticfilesystem:UpdateFileSystem"], on: FILE_SYSTEM, tagged: "resource" },
      changeTags(FILE_SYSTEM),
    ],
    delete: [{ actions: ["elasticfilesystem:DeleteFileSystem"], on: FILE_SYSTEM, tagged: "resource" }],
  },
  aws_efs_access_point: {
    source: SEEN,
    arn: ACCESS_POINT,
    attributes: { file_system_arn: FILE_SYSTEM_OF },
    read: [{ actions: ["elasticfilesystem:DescribeAccessPoints"], on: ACCESS_POINT }],
    create: [
      { actions: ["elasticfilesystem:CreateAccessPoint"], on: FILE_SYSTEM_OF },
      createTags(ACCESS_POINT, "CreateAccessPoint"),
    ],
    update: [changeTags(ACCESS_POINT)],
    delete: [{ actions: ["elasticfilesystem:DeleteAccessPoint"], on: ACCESS_POINT, tagged: "resource" }],
  },
  "data.aws_efs_access_point": {
    source: SEEN,
    arn: `${ARN}:access-point/{access_point_id}`,
    attributes: { id: "{access_point_id}" },
    read: [
      { actions: ["elasticfilesystem:DescribeAccessPoints"], on: `${ARN}:access-point/{access_point_id}` },
    ],
  },
  aws_efs_mount_target: {
    source: SEEN,
    attributes: { file_system_arn: FILE_SYSTEM_OF },
    read: [
      {
        actions: [
          "elasticfilesystem:DescribeMountTargets",
          "elasticfilesystem:DescribeMountTargetSecurityGroups",
        ],
        on: FILE_SYSTEM_OF,
      },
    ],
    // EFS calls EC2 in the caller's name (CreateMountTarget, Amazon EFS API Reference).
    create: [
      { actions: ["elasticfilesystem:CreateMountTarget"], on: FILE_SYSTEM_OF },
      { actions: ["ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces"], on: "*" },
      {
        actions: ["ec2:CreateNetworkInterface"],
        on: [INTERFACE, `${EC2}:subnet/{subnet_id}`, `${EC2}:security-group/*`],
      },
    ],
    update: [
      { actions: ["elasticfilesystem:ModifyMountTargetSecurityGroups"], on: FILE_SYSTEM_OF },
      { actions: ["ec2:ModifyNetworkInterfaceAttribute"], on: [INTERFACE, `${EC2}:security-group/*`] },
    ],
    delete: [
      { actions: ["elasticfilesystem:DeleteMountTarget"], on: FILE_SYSTEM_OF },
      { actions: ["ec2:DeleteNetworkInterface"], on: INTERFACE },
    ],
  },
};
