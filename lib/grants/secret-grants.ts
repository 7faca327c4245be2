import type { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import type { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { TerraformResource } from "cdktf";
import { arnOf } from "../arn-of";
import type { Grantee } from "../grantable";
import { type EncryptedResourceOptions, keyStatements } from "./encryption-key";
import { grantAll } from "./grant-all";

/** Service Authorization Reference, "AWS Secrets Manager" (read 2026-11-28). */
const ACTIONS = {
  read: ["secretsmanager:GetSecretValue"],
  write: ["secretsmanager:PutSecretValue"],
} as const;

/** AWS Secrets Manager User Guide, "Secret encryption and decryption", Permissions for the KMS key (read 2026-11-28). */
const KEY_ACTIONS = {
  read: ["kms:Decrypt"],
  write: ["kms:Decrypt", "kms:GenerateDataKey"],
} as const;

/** A secret, or one that is managed elsewhere. */
export type Secret = SecretsmanagerSecret | DataAwsSecretsmanagerSecret;

/**
 * Permissions for a secret of Secrets Manager. Its value never goes through Terraform: the function reads it when it runs.
 *
 * ```ts
 * SecretGrants.fromSecret(password).read(fn);
 * ```
 */
export class SecretGrants {
  /** The permissions for a secret: a resource, or a data source. */
  static fromSecret(secret: Secret, options: EncryptedResourceOptions = {}): SecretGrants {
    return new SecretGrants(secret, options);
  }

  private constructor(
    private readonly secret: Secret,
    private readonly options: EncryptedResourceOptions,
  ) {}

  /** Read the value. */
  read(grantee: Grantee): void {
    this.allow(grantee, "read");
  }

  /** Store another value. */
  write(grantee: Grantee): void {
    this.allow(grantee, "write");
  }

  private allow(grantee: Grantee, access: "read" | "write"): void {
    const keyId = this.secret instanceof TerraformResource ? this.secret.kmsKeyIdInput : undefined;
    grantAll(grantee, [
      { actions: ACTIONS[access], resources: [arnOf(this.secret)] },
      ...keyStatements(grantee, this.secret, { ...this.options, keyId }, KEY_ACTIONS[access]),
    ]);
  }
}
