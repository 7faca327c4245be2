import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import type { DataAwsKinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/data-aws-kinesis-firehose-delivery-stream";
import type { DataAwsKinesisStream } from "@cdktf/provider-aws/lib/data-aws-kinesis-stream";
import type { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import type { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { arnOf } from "../arn-of";
import { AwsEnvironment, idPath } from "../aws-environment";
import { checkFilters, logsTo } from "../function/filtered-log-group";
import { FunctionBase } from "../function/function-base";
import type { ExistingLogGroup } from "../function/log-group";
import { keyStatements } from "../grants/encryption-key";
import type { PolicyStatement } from "../policy-statement";
import { ServiceRole } from "../service-role";
import { literal } from "../terraform-text";

/** A data stream of Kinesis, or one that is managed elsewhere. */
export type DataStream = KinesisStream | DataAwsKinesisStream;
/** A stream of Data Firehose, or one that is managed elsewhere. */
export type DeliveryStream = KinesisFirehoseDeliveryStream | DataAwsKinesisFirehoseDeliveryStream;

/** Where the lines of a log group are sent: a function or an alias, a Kinesis data stream, or a Firehose stream. */
export type LogSubscriptionDestination = FunctionBase | DataStream | DeliveryStream;

/** Settings of a SubscriptionFilter. */
export interface SubscriptionFilterProps {
  /** For example `fn.logGroup`. CloudWatch Logs allows two subscriptions of a log group. */
  readonly logGroup: ExistingLogGroup;
  /** Where the lines are sent. It gets what it needs: a permission to be invoked, or a role that may write to it. */
  readonly destination: LogSubscriptionDestination;
  /** Which lines are sent: `FilterPattern.anyTerm("ERROR")`, or a pattern as CloudWatch writes it. @default - all lines */
  readonly filterPattern?: string;
  /** The name of the filter. @default - the environment's name prefix and the ids on the path to the filter */
  readonly filterName?: string;
}

/** A subscription of the lines of a log group. */
export class SubscriptionFilter extends Construct {
  /** The resource itself, for arguments that this construct doesn't have. */
  readonly resource: CloudwatchLogSubscriptionFilter;

  /** @throws Error when the log group can't have subscriptions, or when the function would get its own lines */
  constructor(scope: Construct, id: string, props: SubscriptionFilterProps) {
    super(scope, id);
    const { logGroup, destination } = props;
    checkFilters(this, logGroup);
    const { destinationArn, dependsOn, roleArn } =
      destination instanceof FunctionBase ? this.invoke(logGroup, destination) : this.deliver(destination);
    this.resource = new CloudwatchLogSubscriptionFilter(this, "Resource", {
      name: props.filterName ?? AwsEnvironment.of(this).nameOf(this),
      logGroupName: logGroup.name,
      filterPattern: literal(props.filterPattern ?? ""),
      destinationArn,
      ...(roleArn !== undefined && { roleArn }),
      dependsOn: [dependsOn],
    });
  }

  private invoke(logGroup: ExistingLogGroup, fn: FunctionBase): Target {
    if (logsTo(fn, logGroup)) {
      throw new Error(
        `[${this.node.path}] [${fn.node.path}] would be invoked for each line that it logs itself, which never ends. ` +
          "Subscribe to the log group of another function, or send the lines to another function.",
      );
    }
    const dependsOn = fn.addPermission(`Logs-${idPath(this)}`, {
      principal: "logs.amazonaws.com",
      sourceArn: `${arnOf(logGroup)}:*`,
      // CloudWatch Logs User Guide, "Subscription filters with AWS Lambda": both, against a confused deputy (read 2026-11-28).
      sourceAccount: AwsEnvironment.of(this).account,
    });
    return { destinationArn: fn.functionArn, dependsOn };
  }

  private deliver(stream: DataStream | DeliveryStream): Target {
    const environment = AwsEnvironment.of(this);
    const { resource, policy } = new ServiceRole(this, "Role", {
      name: environment.nameOf(this),
      service: "logs.amazonaws.com",
      // The same guide as below. It refuses log groups of other accounts.
      conditions: { StringLike: { "aws:SourceArn": environment.arn("logs", "*") } },
      statements: writeStatements(this, stream),
    });
    return { destinationArn: stream.arn, roleArn: resource.arn, dependsOn: policy.resource };
  }
}

interface Target {
  readonly destinationArn: string;
  readonly roleArn?: string;
  /** CloudWatch Logs sends a test message when the filter is made. */
  readonly dependsOn: ITerraformDependable;
}

/**
 * Amazon CloudWatch Logs User Guide, "Log group-level subscription filters"; Amazon Kinesis Data Streams Developer Guide,
 * "Permissions to use user-generated KMS keys", producers (both read 2026-11-28).
 */
function writeStatements(scope: Construct, stream: DataStream | DeliveryStream): readonly PolicyStatement[] {
  const resources = [arnOf(stream)];
  if (stream.terraformResourceType === "aws_kinesis_firehose_delivery_stream")
    return [{ actions: ["firehose:PutRecord"], resources }];
  const { kmsKeyIdInput: keyId } = stream as { readonly kmsKeyIdInput?: string };
  return [
    { actions: ["kinesis:PutRecord"], resources },
    ...keyStatements(scope, stream, { keyId }, ["kms:GenerateDataKey"]),
  ];
}
