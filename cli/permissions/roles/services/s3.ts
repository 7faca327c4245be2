import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const BUCKET = "arn:{partition}:s3:::{bucket}";
const OBJECT = `${BUCKET}/{key}`;

/** Each plan reads all settings of a bucket. S3's names of actions differ from those of its calls. */
const READ_BUCKET = [
  "s3:GetAccelerateConfiguration",
  "s3:GetBucketAcl",
  "s3:GetBucketCORS",
  "s3:GetBucketLogging",
  "s3:GetBucketObjectLockConfiguration",
  "s3:GetBucketPolicy",
  "s3:GetBucketRequestPayment",
  "s3:GetBucketTagging",
  "s3:GetBucketVersioning",
  "s3:GetBucketWebsite",
  "s3:GetEncryptionConfiguration",
  "s3:GetLifecycleConfiguration",
  "s3:GetReplicationConfiguration",
  // HeadBucket
  "s3:ListBucket",
];

export const s3: ResourceTypes = {
  aws_s3_bucket: {
    source: SEEN,
    arn: BUCKET,
    attributes: { id: "{bucket}" },
    defaults: { bucket: "terraform-*" },
    read: [{ actions: READ_BUCKET, on: BUCKET }],
    create: [
      { actions: ["s3:CreateBucket"], on: BUCKET },
      { actions: ["s3:PutBucketTagging"], on: BUCKET, when: "tags" },
    ],
    delete: [
      { actions: ["s3:DeleteBucket"], on: BUCKET },
      // The objects first.
      { actions: ["s3:ListBucketVersions"], on: BUCKET, when: "force_destroy" },
      {
        actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
        on: `${BUCKET}/*`,
        when: "force_destroy",
      },
    ],
  },
  "data.aws_s3_bucket": {
    source: READ,
    arn: BUCKET,
    attributes: { id: "{bucket}" },
    read: [{ actions: ["s3:ListBucket", "s3:GetBucketLocation"], on: BUCKET }],
  },
  aws_s3_bucket_public_access_block: {
    source: SEEN,
    attributes: { id: "{bucket}" },
    read: [{ actions: ["s3:GetBucketPublicAccessBlock"], on: BUCKET }],
    create: [{ actions: ["s3:PutBucketPublicAccessBlock"], on: BUCKET }],
  },
  aws_s3_bucket_notification: {
    source: SEEN,
    attributes: { id: "{bucket}" },
    read: [{ actions: ["s3:GetBucketNotification"], on: BUCKET }],
    create: [{ actions: ["s3:PutBucketNotification"], on: BUCKET }],
  },
  aws_s3_object: {
    source: SEEN,
    attributes: { id: "{key}" },
    // HeadObject is s3:GetObject; without s3:ListBucket a missing object is "forbidden".
    read: [
      { actions: ["s3:GetObject", "s3:GetObjectTagging"], on: OBJECT },
      { actions: ["s3:ListBucket"], on: BUCKET },
    ],
    create: [
      { actions: ["s3:PutObject"], on: OBJECT },
      { actions: ["s3:PutObjectTagging"], on: OBJECT, when: "tags" },
    ],
    delete: [
      { actions: ["s3:DeleteObject"], on: OBJECT },
      { actions: ["s3:DeleteObjectVersion"], on: OBJECT, when: "force_destroy" },
    ],
  },
};
