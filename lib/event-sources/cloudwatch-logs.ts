import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import type { DataAwsCloudwatchLogGroup } from "@cdktf/provider-aws/lib/data-aws-cloudwatch-log-group";
import { AwsEnvironment, idPath } from "../aws-environment";
import type { IEventSource } from "../function/event-source";
import { checkFilters, logsTo } from "../function/filtered-log-group";
import type { FunctionBase } from "../function/function-base";
import { limitedName } from "../limited-name";
import { literal } from "../terraform-text";

/** Settings of a CloudWatchLogsEventSource. */
export interface CloudWatchLogsEventSourceProps {
  /** Which log events invoke the function, for example `{ $.level = "ERROR" }`. @default - all */
  readonly filterPattern?: string;
  /** The name. A log group has two filters at most. @default - the function's name and the log group's id */
  readonly filterName?: string;
}

/** Amazon CloudWatch Logs API Reference, PutSubscriptionFilter: filterName (read 2026-11-28). */
const MAX_FILTER_NAME = 512;

/** Log events that invoke the function, asynchronously: its event contains them compressed, as base64. */
export class CloudWatchLogsEventSource implements IEventSource {
  private created: CloudwatchLogSubscriptionFilter | undefined;

  constructor(
    /** The log group. */
    readonly logGroup: CloudwatchLogGroup | DataAwsCloudwatchLogGroup,
    private readonly props: CloudWatchLogsEventSourceProps = {},
  ) {}

  /** The resource, for arguments that this class doesn't have. Undefined before the source was added to a function. */
  get subscriptionFilter(): CloudwatchLogSubscriptionFilter | undefined {
    return this.created;
  }

  /**
   * @throws Error for the function's own log group, where each invocation would cause the next one, and for a log group whose class has
   * no subscriptions
   */
  bind(fn: FunctionBase): void {
    const { logGroup } = this;
    checkFilters(fn, logGroup);
    if (logsTo(fn, logGroup)) {
      throw new Error(
        `[${fn.node.path}] The function logs to [${logGroup.node.path}]. If its own log invoked it, each invocation would cause the next one, without an end.`,
      );
    }
    const id = `CloudWatchLogsEventSource-${idPath(logGroup)}`;
    const environment = AwsEnvironment.of(fn);
    const permission = fn.addPermission(`${id}-Permission`, {
      principal: "logs.amazonaws.com",
      sourceArn: `${logGroup.arn}:*`,
      // CloudWatch Logs User Guide, "Subscription filters with AWS Lambda": both, against a confused deputy (read 2026-11-28).
      sourceAccount: environment.account,
    });
    this.created = new CloudwatchLogSubscriptionFilter(fn, id, {
      name:
        this.props.filterName ??
        limitedName(`${environment.nameOf(fn)}-${idPath(logGroup)}`, MAX_FILTER_NAME),
      logGroupName: logGroup.name,
      destinationArn: fn.functionArn,
      filterPattern: literal(this.props.filterPattern ?? ""),
      // CloudWatch Logs sends a test when the filter is created.
      dependsOn: [permission],
    });
  }
}
