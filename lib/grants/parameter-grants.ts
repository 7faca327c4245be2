import type { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import type { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { TerraformResource } from "cdktf";
import { arnOf } from "../arn-of";
import type { Grantee } from "../grantable";
import { type EncryptedResourceOptions, keyStatements } from "./encryption-key";
import { grantAll } from "./grant-all";

/** Service Authorization Reference, "AWS Systems Manager" (read 2026-11-28). */
const ACTIONS = {
  read: ["ssm:GetParameter", "ssm:GetParameters"],
  write: ["ssm:PutParameter"],
} as const;

/**
 * A value of the advanced tier is encrypted with a data key: AWS Systems Manager User Guide, "AWS KMS encryption for AWS
 * Systems Manager Parameter Store SecureString parameters" (read 2026-11-28).
 */
const KEY_ACTIONS = {
  read: ["kms:Decrypt"],
  write: ["kms:Encrypt"],
  writeAdvanced: ["kms:Encrypt", "kms:GenerateDataKey"],
} as const;

/** A parameter, or one that is managed elsewhere. */
export type Parameter = SsmParameter | DataAwsSsmParameter;

/**
 * Permissions for a parameter of the Parameter Store.
 *
 * ```ts
 * ParameterGrants.fromParameter(endpoint).read(fn);
 * ```
 */
export class ParameterGrants {
  /** The permissions for a parameter: a resource, or a data source. */
  static fromParameter(parameter: Parameter, options: EncryptedResourceOptions = {}): ParameterGrants {
    return new ParameterGrants(parameter, options);
  }

  private constructor(
    private readonly parameter: Parameter,
    private readonly options: EncryptedResourceOptions,
  ) {}

  /** Read the value. */
  read(grantee: Grantee): void {
    this.allow(grantee, ACTIONS.read, KEY_ACTIONS.read);
  }

  /** Store another value. */
  write(grantee: Grantee): void {
    const { parameter } = this;
    const tier = parameter instanceof TerraformResource ? (parameter.tierInput ?? "Standard") : undefined;
    this.allow(grantee, ACTIONS.write, tier === "Standard" ? KEY_ACTIONS.write : KEY_ACTIONS.writeAdvanced);
  }

  private allow(grantee: Grantee, actions: readonly string[], keyActions: readonly string[]): void {
    const keyId = this.parameter instanceof TerraformResource ? this.parameter.keyIdInput : undefined;
    grantAll(grantee, [
      { actions, resources: [arnOf(this.parameter)] },
      ...keyStatements(grantee, this.parameter, { ...this.options, keyId }, keyActions),
    ]);
  }
}
