import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Grantee } from "../grantable";
import { grantAll } from "./grant-all";

/**
 * Service Authorization Reference, "AWS Key Management Service" (read 2026-11-28). GenerateDataKey: the key itself encrypts at
 * most 4,096 bytes, so SDKs encrypt anything longer with a data key (AWS KMS API Reference, Encrypt).
 */
const ACTIONS = {
  encrypt: ["kms:Encrypt", "kms:GenerateDataKey"],
  decrypt: ["kms:Decrypt"],
} as const;

/** A key, or one that is managed elsewhere. */
export type Key = KmsKey | DataAwsKmsKey;

/**
 * Permissions for a key of KMS, for a function that encrypts or decrypts itself. The key's own policy has to leave permissions
 * to IAM, as a new key's does.
 *
 * ```ts
 * KeyGrants.fromKey(key).decrypt(fn);
 * ```
 */
export class KeyGrants {
  /** The permissions for a key: a resource, or a data source. */
  static fromKey(key: Key): KeyGrants {
    return new KeyGrants(key);
  }

  private constructor(private readonly key: Key) {}

  /** Encrypt data. */
  encrypt(grantee: Grantee): void {
    this.allow(grantee, ACTIONS.encrypt);
  }

  /** Decrypt data. */
  decrypt(grantee: Grantee): void {
    this.allow(grantee, ACTIONS.decrypt);
  }

  /** Encrypt and decrypt data. */
  encryptDecrypt(grantee: Grantee): void {
    this.allow(grantee, [...ACTIONS.decrypt, ...ACTIONS.encrypt]);
  }

  private allow(grantee: Grantee, actions: readonly string[]): void {
    grantAll(grantee, [{ actions, resources: [this.key.arn] }]);
  }
}
