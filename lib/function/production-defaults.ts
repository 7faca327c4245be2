import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { setDefaultEncryptionKey } from "../image/repository-encryption";
import type { DockerImageFunctionProps } from "./docker-image-function-props";
import { RetentionDays } from "./retention-days";
import { Tracing } from "./tracing";
import type { VpcOptions } from "./vpc";

/** Settings of ProductionDefaults. */
export interface ProductionDefaultsProps {
  /**
   * Encrypts logs, images, and environment variables. Its policy has to allow CloudWatch Logs of the region to use it
   * (Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS", read 2026-11-28).
   */
  readonly encryptionKey: KmsKey | DataAwsKmsKey;
  /** How many days logs are kept. @default RetentionDays.ONE_YEAR */
  readonly logRetention?: RetentionDays;
  /** The subnets and security groups of functions. @default - not connected to a VPC */
  readonly vpc?: VpcOptions;
  /**
   * The maximum number of concurrent invocations of each function, reserved from the account's limit.
   * @default - only the account's limit applies
   */
  readonly reservedConcurrentExecutions?: number;
}

/**
 * Settings that production wants, for all functions and repositories of a stack that are created afterwards:
 *
 * - a key of KMS for logs, images and environment variables,
 * - logs for a year,
 * - a dead letter queue for each function,
 * - active tracing by AWS X-Ray,
 * - if given, a VPC and a reserved concurrency.
 *
 * What a function or repository sets itself is used instead. All of it costs money, so none of it is a default of a
 * stack without them. Repositories that exist already would be replaced, since ECR can't change their encryption:
 * give those `encryption: RepositoryEncryption.AES_256`.
 */
export class ProductionDefaults {
  private static readonly all = new WeakMap<TerraformStack, ProductionDefaults>();

  /** Call it once, in the stack's constructor, before its first function. @throws Error when it was called before */
  static addTo(stack: TerraformStack, props: ProductionDefaultsProps): void {
    if (ProductionDefaults.all.has(stack)) {
      throw new Error(`The stack [${stack.node.path}] has production defaults already. Add them once.`);
    }
    ProductionDefaults.all.set(stack, new ProductionDefaults(props));
    setDefaultEncryptionKey(stack, props.encryptionKey);
  }

  /** The defaults of a construct's stack. */
  static of(construct: Construct): ProductionDefaults | undefined {
    return ProductionDefaults.all.get(TerraformStack.of(construct));
  }

  /** Encrypts logs, images, and environment variables. */
  readonly encryptionKey: KmsKey | DataAwsKmsKey;

  private constructor(private readonly props: ProductionDefaultsProps) {
    this.encryptionKey = props.encryptionKey;
  }

  /**
   * A function's settings, with the defaults for those that it doesn't set itself.
   * @internal
   */
  _with(props: DockerImageFunctionProps): DockerImageFunctionProps {
    const { vpc, reservedConcurrentExecutions } = this.props;
    const { logRetention, ...others } = props;
    // A property that is there without a value is not set, as everywhere else.
    const own = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
    return {
      tracing: Tracing.ACTIVE,
      ...(vpc && { vpc }),
      ...(reservedConcurrentExecutions !== undefined && { reservedConcurrentExecutions }),
      environmentEncryption: this.encryptionKey,
      ...(!props.deadLetterQueue && !props.deadLetterTopic && { deadLetterQueueEnabled: true }),
      ...(own as typeof others),
      ...this.logGroup(props),
    };
  }

  private logGroup({
    logGroup,
    logRetention,
  }: DockerImageFunctionProps): Pick<DockerImageFunctionProps, "logGroup" | "logRetention"> {
    // Both together are refused, as without defaults.
    if (logGroup instanceof Construct || (logGroup && logRetention !== undefined)) {
      return logRetention === undefined ? {} : { logRetention };
    }
    const retention = logRetention ?? this.props.logRetention ?? RetentionDays.ONE_YEAR;
    return { logGroup: { encryptionKey: this.encryptionKey, retention, ...logGroup } };
  }
}
