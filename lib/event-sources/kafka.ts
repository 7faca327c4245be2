import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Token } from "cdktf";
import type { FunctionBase } from "../function/function-base";
import type { Secret } from "../grants/secret-grants";
import type { PolicyStatement } from "../policy-statement";
import {
  type EventSourceMappingOptions,
  type FailureOptions,
  mappingProblems,
  type ProvisionedPollerConfig,
} from "./event-source-mapping";
import { functionTimeout } from "./function-timeout";
import { STREAM_BATCH_SIZE, type StartAtEnd, type StartAtTimestamp, startProblems } from "./stream";

/** How Lambda logs in to Kafka. @enum */
export const AuthenticationMethod = {
  /** SASL/SCRAM with SHA-512. */
  SASL_SCRAM_512_AUTH: "SASL_SCRAM_512_AUTH",
  /** SASL/SCRAM with SHA-256. */
  SASL_SCRAM_256_AUTH: "SASL_SCRAM_256_AUTH",
  /** SASL/PLAIN. */
  BASIC_AUTH: "BASIC_AUTH",
  /** A client certificate. */
  CLIENT_CERTIFICATE_TLS_AUTH: "CLIENT_CERTIFICATE_TLS_AUTH",
} as const;
export type AuthenticationMethod = (typeof AuthenticationMethod)[keyof typeof AuthenticationMethod];

/** Settings that both kinds of Kafka have in common. `bisectBatchOnError`, `maxRecordAge`, `retryAttempts` and `reportBatchItemFailures` need `provisionedPollerConfig`. */
export interface KafkaOptions extends EventSourceMappingOptions, FailureOptions {
  /** The topic. */
  readonly topic: string;
  /** The consumer group that Lambda joins. It can't be changed later. @default - a new group with a random name */
  readonly consumerGroupId?: string;
  /** The KMS key of the secrets, if they have one of their own: the role gets its use. @default - none */
  readonly encryptionKey?: KmsKey | DataAwsKmsKey;
  /** Pollers that are always ready. @default - Lambda decides */
  readonly provisionedPollerConfig?: ProvisionedPollerConfig;
}

/** Settings of any Kafka, with its start. */
export type KafkaEventSourceProps = KafkaOptions & (StartAtEnd | StartAtTimestamp);

/** AWS Lambda API Reference, AmazonManagedKafkaEventSourceConfig: ConsumerGroupId (read 2026-11-28). */
const CONSUMER_GROUP = /^[a-zA-Z0-9-/*:_+=.@]{1,200}$/;

/** AWS Lambda Developer Guide, "Configuring Amazon MSK event sources for Lambda": 14 minutes (read 2026-11-28). */
const MAX_TIMEOUT_SECONDS = 840;

/** Describes the settings that Lambda would refuse. Empty when there are none. */
export function kafkaProblems(props: KafkaEventSourceProps): string[] {
  const { consumerGroupId } = props;
  return [
    ...mappingProblems(props, { batchSize: STREAM_BATCH_SIZE }),
    ...startProblems(props),
    ...(consumerGroupId === undefined ||
    Token.isUnresolved(consumerGroupId) ||
    CONSUMER_GROUP.test(consumerGroupId)
      ? []
      : [
          `consumerGroupId has 1 to 200 letters, digits and -/*:_+=.@; got ${JSON.stringify(consumerGroupId)}`,
        ]),
    ...(props.provisionedPollerConfig
      ? []
      : // AWS Lambda Developer Guide, "Configuring error handling controls for Kafka event sources" (read 2026-11-28).
        (["bisectBatchOnError", "maxRecordAge", "retryAttempts", "reportBatchItemFailures"] as const)
          .filter((name) => props[name] !== undefined && props[name] !== false)
          .map((name) => `${name} of Kafka needs provisionedPollerConfig`)),
  ];
}

/** @throws Error when the function may run longer than Lambda waits for a batch from Kafka */
export function checkKafkaTimeout(fn: FunctionBase): void {
  const timeout = functionTimeout(fn);
  if (timeout !== undefined && timeout > MAX_TIMEOUT_SECONDS) {
    throw new Error(
      `[${fn.node.path}] A function that Kafka invokes may have a timeout of at most 14 minutes (${MAX_TIMEOUT_SECONDS} seconds); it has ${timeout} seconds.`,
    );
  }
}

/** What the role needs for secrets. */
export function secretStatements(
  secrets: readonly Secret[],
  encryptionKey: KmsKey | DataAwsKmsKey | undefined,
): PolicyStatement[] {
  return [
    ...(secrets.length > 0
      ? [{ actions: ["secretsmanager:GetSecretValue"], resources: secrets.map(({ arn }) => arn) }]
      : []),
    ...(encryptionKey ? [{ actions: ["kms:Decrypt"], resources: [encryptionKey.arn] }] : []),
  ];
}

/**
 * What Lambda needs to reach brokers in a VPC. These actions know no resource but `*`: AWS Lambda Developer Guide, "Configuring
 * Lambda execution role permissions" for Kafka, VPC permissions (read 2026-11-28).
 */
export const KAFKA_VPC_STATEMENT: PolicyStatement = {
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
  ],
  resources: ["*"],
};
