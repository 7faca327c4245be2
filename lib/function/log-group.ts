import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { DataAwsCloudwatchLogGroup } from "@cdktf/provider-aws/lib/data-aws-cloudwatch-log-group";
import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { arnOf } from "../arn-of";
import type { PolicyStatement } from "../policy-statement";
import type { RetentionDays } from "./retention-days";

/** Settings of the log group that a function gets. */
export interface LogGroupOptions {
  /** The name in CloudWatch Logs. @default - `/aws/lambda/` and the function's name */
  readonly logGroupName?: string;
  /** How many days logs are kept. @default RetentionDays.ONE_MONTH */
  readonly retention?: RetentionDays;
  /**
   * The key that encrypts the logs. Its policy has to allow CloudWatch Logs to use it (Amazon CloudWatch Logs User
   * Guide, "Encrypt log data in CloudWatch Logs using AWS KMS", read 2026-11-28).
   * @default - a key that CloudWatch Logs manages
   */
  readonly encryptionKey?: KmsKey | DataAwsKmsKey;
  /** `INFREQUENT_ACCESS` costs half, without metric filters, subscriptions and Live Tail. It can't be changed later. @default "STANDARD" */
  readonly logGroupClass?: "STANDARD" | "INFREQUENT_ACCESS";
}

/** A log group that exists: a resource of this app, or one that is managed elsewhere. */
export type ExistingLogGroup = CloudwatchLogGroup | DataAwsCloudwatchLogGroup;

/**
 * The log group of a function: the given one, or a new one. It is created before the function. Otherwise Lambda would
 * create it, without a retention time.
 */
export function logGroupOf(
  scope: Construct,
  functionName: string,
  given: ExistingLogGroup | LogGroupOptions = {},
  tags?: Readonly<Record<string, string>>,
): ExistingLogGroup {
  if (given instanceof Construct) return given;
  return new CloudwatchLogGroup(scope, "LogGroup", {
    name: given.logGroupName ?? `/aws/lambda/${functionName}`,
    retentionInDays: given.retention ?? 30,
    ...(given.encryptionKey && { kmsKeyId: given.encryptionKey.arn }),
    ...(given.logGroupClass && { logGroupClass: given.logGroupClass }),
    ...(tags && { tags: { ...tags } }),
  });
}

/** The permission to write to a log group. Its ARN is plain text if its name is known at synth. */
export function writeLogs(logGroup: ExistingLogGroup): PolicyStatement {
  return {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`${arnOf(logGroup)}:*`],
  };
}
