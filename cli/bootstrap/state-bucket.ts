import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import type { ExistingBucket } from "./existing";
import { policyJson } from "./policy-json";

/** How long an old version of a state is there, in days. */
const OLD_VERSIONS_DAYS = 90;

/** Our statement and our rule among those that a bucket may have. */
const TLS_ONLY = "TlsOnly";
const RULE_ID = "expire-old-versions";

export interface StateBucketProps {
  readonly bucketName: string;
  readonly partition: string;
  /** Whether it is encrypted with a KMS key that is made for it. */
  readonly newKey: boolean;
  /** Its settings, if it is there. @default - it is made */
  readonly existing?: ExistingBucket;
}

/**
 * The bucket of the states. What a bucket has already only becomes stricter: other statements of its policy stay, its own KMS key and
 * its own lifecycle rules too.
 */
export class StateBucket extends Construct {
  /** The ARN of the KMS key. @default - S3's own keys */
  readonly keyArn?: string;

  constructor(scope: Construct, id: string, { bucketName, partition, newKey, existing }: StateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "Bucket", {
      bucket: bucketName,
      lifecycle: { preventDestroy: true },
    });
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    const keyArn = newKey ? this.addKey().arn : existing?.kmsKey;
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: keyArn === undefined ? "AES256" : "aws:kms",
            ...(keyArn !== undefined && { kmsMasterKeyId: keyArn }),
          },
          ...(keyArn !== undefined && { bucketKeyEnabled: true }),
        },
      ],
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, "PublicAccess", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const policy = new S3BucketPolicy(this, "Policy", {
      bucket: bucket.id,
      policy: policyJson({
        Version: "2012-10-17",
        Statement: [
          ...(existing?.policy ?? []).filter((statement) => (statement as { Sid?: string }).Sid !== TLS_ONLY),
          tlsOnly(`arn:${partition}:s3:::${bucketName}`),
        ],
      }),
      // S3 refuses two changes of a bucket's access at once.
      dependsOn: [publicAccess],
    });
    if (existing) {
      bucket.importFrom(bucketName);
      if (existing.hasVersioning) versioning.importFrom(bucketName);
      if (existing.hasEncryption) encryption.importFrom(bucketName);
      if (existing.hasPublicAccessBlock) publicAccess.importFrom(bucketName);
      if (existing.policy) policy.importFrom(bucketName);
    }
    this.addLifecycle(bucket, versioning, existing);
    if (keyArn !== undefined) {
      this.keyArn = keyArn;
    }
  }

  private addKey(): KmsKey {
    return new KmsKey(this, "Key", {
      description: "Encrypts Terraform's states",
      enableKeyRotation: true,
      lifecycle: { preventDestroy: true },
    });
  }

  /** A bucket has one set of rules. Rules of somebody else aren't replaced. */
  private addLifecycle(bucket: S3Bucket, versioning: S3BucketVersioningA, existing?: ExistingBucket): void {
    const rules = existing?.lifecycleRules ?? [];
    if (rules.some((id) => id !== RULE_ID)) {
      return;
    }
    const lifecycle = new S3BucketLifecycleConfiguration(this, "OldVersions", {
      bucket: bucket.id,
      dependsOn: [versioning],
    });
    // The bindings' types of a rule differ between the provider's major versions.
    lifecycle.addOverride("rule", [
      {
        id: RULE_ID,
        status: "Enabled",
        filter: [{ prefix: "" }],
        noncurrent_version_expiration: [{ noncurrent_days: OLD_VERSIONS_DAYS }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ]);
    if (rules.length > 0) {
      lifecycle.importFrom(bucket.bucketInput ?? "");
    }
  }
}

function tlsOnly(arn: string): object {
  return {
    Sid: TLS_ONLY,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
