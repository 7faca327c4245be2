import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import type { PolicyStatement } from "../policy-statement";
import { resolved } from "../resolved";

/** Settings of grants for a resource that may be encrypted. */
export interface EncryptedResourceOptions {
  /**
   * The key that the resource is encrypted with. The key's own policy has to leave permissions to IAM, as a new key's does.
   * @default - the key that the resource itself names, if it names one
   */
  readonly encryptionKey?: KmsKey | DataAwsKmsKey;
}

/** What a resource is encrypted with. */
export interface Encryption extends EncryptedResourceOptions {
  /** What the resource itself names: a key's ARN or id, or an alias. */
  readonly keyId?: string | undefined;
}

/**
 * The permission to use the key of a resource. Empty if no key needs one: keys that AWS manages (`alias/aws/…`) allow it to
 * everybody who may use the resource (AWS KMS Developer Guide, "AWS managed keys", read 2026-11-28).
 * @throws Error when the resource names a key whose ARN isn't known
 */
export function keyStatements(
  scope: Construct,
  resource: Construct,
  { encryptionKey, keyId }: Encryption,
  actions: readonly string[],
): readonly PolicyStatement[] {
  const arn = encryptionKey?.arn ?? (keyId === undefined ? undefined : arnOfKey(scope, resource, keyId));
  return arn === undefined ? [] : [{ actions, resources: [arn] }];
}

const AWS_MANAGED = /^(arn:[^:]+:kms:[^:]*:[^:]*:)?alias\/aws\//;
const KEY_ARN = /^arn:[^:]+:kms:[^:]*:[^:]*:key\//;
/** AWS KMS Developer Guide, "Key identifiers": `mrk-` is a key of several regions (read 2026-11-28). */
const KEY_ID = /^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
/** References of Terraform. An alias' ARN is none: IAM compares with the key's ARN. */
const REFERENCE_TO_ARN =
  /^\$\{((data\.)?aws_kms_key\.[^.}]+\.arn|(data\.)?aws_kms_alias\.[^.}]+\.target_key_arn)\}$/;
const REFERENCE_TO_ID = /^\$\{aws_kms_key\.[^.}]+\.(id|key_id)\}$/;

function arnOfKey(scope: Construct, resource: Construct, keyId: string): string | undefined {
  const text = resolved(resource, keyId);
  if (AWS_MANAGED.test(text)) return undefined;
  if (KEY_ARN.test(text) || REFERENCE_TO_ARN.test(text)) return keyId;
  if (KEY_ID.test(text) || REFERENCE_TO_ID.test(text))
    return AwsEnvironment.of(scope).arn("kms", `key/${keyId}`);
  throw new Error(
    `[${scope.node.path}] [${resource.node.path}] is encrypted with ${JSON.stringify(text)}. ` +
      "A permission needs the ARN of the key, which doesn't follow from it. Pass the key as `encryptionKey`.",
  );
}
