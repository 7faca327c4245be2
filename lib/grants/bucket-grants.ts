import type { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { Construct } from "constructs";
import { arnOf } from "../arn-of";
import type { Grantee } from "../grantable";
import type { PolicyStatement } from "../policy-statement";
import { type EncryptedResourceOptions, keyStatements } from "./encryption-key";
import { grantAll } from "./grant-all";

/**
 * Service Authorization Reference, "Amazon S3" (read 2026-11-28). AbortMultipartUpload: the SDKs upload large objects in
 * parts, and remove the parts of an upload that failed.
 */
const ACTIONS = {
  read: ["s3:GetObject"],
  put: ["s3:AbortMultipartUpload", "s3:PutObject"],
  delete: ["s3:DeleteObject"],
} as const;

/**
 * Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys", Permissions (read 2026-11-28). An upload in parts
 * needs Decrypt too: S3 reads the encrypted parts to put them together.
 */
const KEY_ACTIONS = {
  read: ["kms:Decrypt"],
  write: ["kms:Decrypt", "kms:GenerateDataKey"],
} as const;

/** A bucket, or one that is managed elsewhere. */
export type Bucket = S3Bucket | DataAwsS3Bucket;

/**
 * Permissions for a bucket. The bucket's encryption is another resource in Terraform, so the key is an option here.
 *
 * ```ts
 * BucketGrants.fromBucket(uploads).read(fn, "incoming/*");
 * ```
 */
export class BucketGrants {
  /** The permissions for a bucket: a resource, or a data source. */
  static fromBucket(bucket: Bucket, options: EncryptedResourceOptions = {}): BucketGrants {
    return new BucketGrants(bucket, options);
  }

  private constructor(
    private readonly bucket: Bucket,
    private readonly options: EncryptedResourceOptions,
  ) {}

  /**
   * Read objects, and list them.
   * @param objectsKeyPattern only objects whose key matches, for example `incoming/*`
   */
  read(grantee: Grantee, objectsKeyPattern = "*"): void {
    grantAll(grantee, [
      this.list(objectsKeyPattern),
      this.objects(ACTIONS.read, objectsKeyPattern),
      ...this.key(grantee, KEY_ACTIONS.read),
    ]);
  }

  /** Write objects, without reading or deleting any. @param objectsKeyPattern only objects whose key matches */
  put(grantee: Grantee, objectsKeyPattern = "*"): void {
    grantAll(grantee, [
      this.objects(ACTIONS.put, objectsKeyPattern),
      ...this.key(grantee, KEY_ACTIONS.write),
    ]);
  }

  /** Delete objects. @param objectsKeyPattern only objects whose key matches */
  delete(grantee: Grantee, objectsKeyPattern = "*"): void {
    grantAll(grantee, [this.objects(ACTIONS.delete, objectsKeyPattern)]);
  }

  /** Write and delete objects. @param objectsKeyPattern only objects whose key matches */
  write(grantee: Grantee, objectsKeyPattern = "*"): void {
    grantAll(grantee, [
      this.objects([...ACTIONS.put, ...ACTIONS.delete].sort(), objectsKeyPattern),
      ...this.key(grantee, KEY_ACTIONS.write),
    ]);
  }

  /** Read, list, write and delete objects. @param objectsKeyPattern only objects whose key matches */
  readWrite(grantee: Grantee, objectsKeyPattern = "*"): void {
    grantAll(grantee, [
      this.list(objectsKeyPattern),
      this.objects([...ACTIONS.read, ...ACTIONS.put, ...ACTIONS.delete].sort(), objectsKeyPattern),
      ...this.key(grantee, KEY_ACTIONS.write),
    ]);
  }

  /** Listing is a permission on the bucket. The condition limits it to the keys that may be read. */
  private list(pattern: string): PolicyStatement {
    return {
      actions: ["s3:ListBucket"],
      resources: [arnOf(this.bucket)],
      ...(pattern !== "*" && { conditions: { StringLike: { "s3:prefix": pattern } } }),
    };
  }

  private objects(actions: readonly string[], pattern: string): PolicyStatement {
    return { actions, resources: [`${arnOf(this.bucket)}/${pattern}`] };
  }

  private key(scope: Construct, actions: readonly string[]): readonly PolicyStatement[] {
    return keyStatements(scope, this.bucket, this.options, actions);
  }
}
