import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Architecture } from "../architecture";
import type { Duration } from "../duration";
import type { PolicyStatement } from "../policy-statement";
import type { Acknowledgement } from "../problems/checked-function";
import type { Size } from "../size";
import type { EventInvokeConfigOptions } from "./async-invoke-options";
import type { DeadLetterOptions } from "./dead-letter";
import type { DockerImageCode } from "./docker-image-code";
import type { IEventSource } from "./event-source";
import type { ExistingRole, RoleOptions } from "./execution-role";
import type { FileSystem } from "./file-system";
import type { ExistingLogGroup, LogGroupOptions } from "./log-group";
import type { LoggingOptions } from "./logging";
import type { NewerSettings } from "./newer-settings";
import type { RefusedOptions } from "./refused-options";
import type { RetentionDays } from "./retention-days";
import type { Tracing } from "./tracing";
import type { VpcOptions } from "./vpc";

/** What Lambda does when a function invokes itself in a loop, through SQS, SNS or S3. @enum */
export const RecursiveLoop = {
  /** Stops the loop after about 16 rounds. */
  TERMINATE: "Terminate",
  /** Lets the loop run, since it is meant. */
  ALLOW: "Allow",
} as const;
/** What Lambda does when a function invokes itself in a loop: `RecursiveLoop.ALLOW` or `"Allow"`. */
export type RecursiveLoop = (typeof RecursiveLoop)[keyof typeof RecursiveLoop];

/** Settings of a DockerImageFunction. */
export interface DockerImageFunctionProps
  extends LoggingOptions,
    DeadLetterOptions,
    EventInvokeConfigOptions,
    NewerSettings,
    RefusedOptions {
  /** The source of the image. */
  readonly code: DockerImageCode;
  /** The name in Lambda. @default - the environment's name prefix and the ids on the path to the function, for example `shop-dev-python` */
  readonly functionName?: string;
  /** What it does, for whoever looks at it in Lambda. @default - none */
  readonly description?: string;
  /** Memory in MiB, 128 to 10240. CPU grows with it. @default 128 */
  readonly memorySize?: number;
  /** The maximum time of one invocation, up to 15 minutes. @default Duration.seconds(3) */
  readonly timeout?: Duration;
  /** The instruction set, for Lambda and for the image. @default Architecture.X86_64 */
  readonly architecture?: Architecture;
  /**
   * Environment variables. Don't put secrets here: the values are readable in the state and the plan.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** The key that encrypts the environment variables. @default - a key that Lambda manages */
  readonly environmentEncryption?: KmsKey | DataAwsKmsKey;
  /** Size of `/tmp`, 512 MiB to 10 GiB. A number is in MiB. @default Size.mebibytes(512) */
  readonly ephemeralStorageSize?: Size | number;
  /**
   * The number of concurrent invocations that is reserved for this function, which is also its maximum.
   * @default - only the account's limit applies
   */
  readonly reservedConcurrentExecutions?: number;
  /**
   * The role that the function runs as: an `IamRole` of the app, one that is managed elsewhere (`DataAwsIamRole`), or settings of
   * the role that is made. A role of the app gets the function's permissions in an inline policy. A role that is managed elsewhere
   * isn't changed: what it has to allow is printed at synth.
   * @default - a new role
   */
  readonly role?: ExistingRole | RoleOptions;
  /** The permissions of the function, besides those that its settings need. @default - none */
  readonly initialPolicy?: readonly PolicyStatement[];
  /**
   * The subnets and security groups of its network interfaces.
   * @default - not connected to a VPC: the function reaches the internet, and nothing in a VPC
   */
  readonly vpc?: VpcOptions;
  /** A file system that it mounts. Needs `vpc`. @default - none */
  readonly filesystem?: FileSystem;
  /** Which invocations AWS X-Ray traces. @default - none */
  readonly tracing?: Tracing;
  /** How many days the logs of a new log group are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
  /**
   * Where it logs: a log group of the app, one that is managed elsewhere (`DataAwsCloudwatchLogGroup`), or settings of the log
   * group that is made. Functions may share one.
   * @default - a new log group, `/aws/lambda/` and the function's name
   */
  readonly logGroup?: ExistingLogGroup | LogGroupOptions;
  /** What Lambda does when the function invokes itself in a loop. @default - RecursiveLoop.TERMINATE */
  readonly recursiveLoop?: RecursiveLoop;
  /** What invokes it. `addEventSource` adds more. @default - nothing */
  readonly events?: readonly IEventSource[];
  /** Tags of the function, its role, its log group and whatever else it makes. @default - only those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Another tool manages the image. Terraform creates the function with the image of `code`, and ignores changes of the
   * image afterwards.
   * @default false
   */
  readonly ignoreImageChanges?: boolean;
  /** Acknowledged problems of its folder, with the reasons. The codes are in docs/problems.md. @default - none */
  readonly acknowledge?: readonly Acknowledgement[];
}
