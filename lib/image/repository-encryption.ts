import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { EcrRepositoryEncryptionConfiguration } from "@cdktf/provider-aws/lib/ecr-repository";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** What encrypts the images of a repository. @enum */
export const RepositoryEncryption = {
  /** A key that S3 manages, without costs. */
  AES_256: "AES256",
  /** A key of KMS. */
  KMS: "KMS",
} as const;
/** What encrypts the images of a repository: `RepositoryEncryption.KMS` or `"KMS"`. */
export type RepositoryEncryption = (typeof RepositoryEncryption)[keyof typeof RepositoryEncryption];

/** How images are encrypted. It can't be changed later: Terraform would replace the repository. */
export interface RepositoryEncryptionOptions {
  /**
   * What encrypts the images.
   * @default - RepositoryEncryption.KMS if there is an encryptionKey, else RepositoryEncryption.AES_256
   */
  readonly encryption?: RepositoryEncryption;
  /**
   * The KMS key that encrypts the images, or its ARN.
   * @default - the key of ProductionDefaults if the stack has them. With RepositoryEncryption.KMS alone, a key that ECR manages
   */
  readonly encryptionKey?: string | KmsKey | DataAwsKmsKey;
}

const defaultKeys = new WeakMap<TerraformStack, KmsKey | DataAwsKmsKey>();

/** Sets the key of all repositories of a stack that set no encryption themselves. */
export function setDefaultEncryptionKey(stack: TerraformStack, key: KmsKey | DataAwsKmsKey): void {
  defaultKeys.set(stack, key);
}

/** @throws Error when a key is given, but not to be used. */
export function encryptionConfiguration(
  construct: Construct,
  { encryption, encryptionKey }: RepositoryEncryptionOptions,
): EcrRepositoryEncryptionConfiguration {
  if (encryption === RepositoryEncryption.AES_256 && encryptionKey !== undefined) {
    throw new Error(
      `[${construct.node.path}] encryptionKey is a key of KMS, but encryption is RepositoryEncryption.AES_256. Leave one of them out.`,
    );
  }
  const key =
    encryptionKey ?? (encryption === undefined ? defaultKeys.get(TerraformStack.of(construct)) : undefined);
  if (key === undefined) {
    return { encryptionType: encryption ?? RepositoryEncryption.AES_256 };
  }
  return { encryptionType: RepositoryEncryption.KMS, kmsKey: typeof key === "string" ? key : key.arn };
}
