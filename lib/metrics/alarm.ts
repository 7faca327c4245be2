import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { DataAwsSnsTopic } from "@cdktf/provider-aws/lib/data-aws-sns-topic";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import { throwProblemsInLine } from "../throw-problems";
import { alarmProblems, type ComparisonOperator, type TreatMissingData } from "./alarm-options";
import type { Metric } from "./metric";

/** Settings of an alarm on a metric. */
export interface CreateAlarmOptions {
  /** What values are compared with. */
  readonly threshold: number;
  /** How many of the newest periods are looked at. */
  readonly evaluationPeriods: number;
  /** How many of them have to be beyond the threshold. @default - all of them */
  readonly datapointsToAlarm?: number;
  /** How values are compared. @default ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD */
  readonly comparisonOperator?: ComparisonOperator;
  /** What a period without any value means. @default TreatMissingData.MISSING */
  readonly treatMissingData?: TreatMissingData;
  /** The name in CloudWatch. @default - the environment's name prefix and the ids on the path to the alarm */
  readonly alarmName?: string;
  /** What it means, and what to do. It is in the message to the topic. @default - none */
  readonly alarmDescription?: string;
  /** Whether its actions happen. @default true */
  readonly actionsEnabled?: boolean;
  /** @default - only those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Settings of an Alarm. */
export interface AlarmProps extends CreateAlarmOptions {
  /** What the alarm looks at. */
  readonly metric: Metric;
}

/** What an alarm does: a topic that it notifies, or the ARN of another action. */
export type AlarmAction = SnsTopic | DataAwsSnsTopic | string;

/** Amazon CloudWatch API Reference, PutMetricAlarm: AlarmActions, OKActions, InsufficientDataActions (read 2026-11-28). */
const MAX_ACTIONS = 5;

/** An alarm on a metric: `fn.metricErrors().createAlarm(…)`. */
export class Alarm extends Construct {
  /** The resource itself, for arguments that this construct doesn't have. */
  readonly resource: CloudwatchMetricAlarm;
  /** The name in CloudWatch. */
  readonly alarmName: string;
  /** The ARN, known after the apply. */
  readonly alarmArn: string;

  /** @throws Error when CloudWatch would refuse it */
  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const { metric, evaluationPeriods, datapointsToAlarm, treatMissingData, alarmDescription } = props;
    const periodSeconds = metric.period.toSeconds();
    throwProblemsInLine(
      this.node.path,
      "CloudWatch would refuse this alarm",
      alarmProblems({ periodSeconds, evaluationPeriods, datapointsToAlarm }),
    );
    const { statistic } = metric;
    this.resource = new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: props.alarmName ?? AwsEnvironment.of(this).nameOf(this),
      namespace: metric.namespace,
      metricName: metric.metricName,
      dimensions: { ...metric.dimensionsMap },
      period: periodSeconds,
      ...(statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic }),
      threshold: props.threshold,
      evaluationPeriods,
      comparisonOperator: props.comparisonOperator ?? "GreaterThanOrEqualToThreshold",
      ...(datapointsToAlarm !== undefined && { datapointsToAlarm }),
      ...(treatMissingData !== undefined && { treatMissingData }),
      ...(alarmDescription !== undefined && { alarmDescription }),
      ...(props.actionsEnabled !== undefined && { actionsEnabled: props.actionsEnabled }),
      ...(props.tags && { tags: { ...props.tags } }),
    });
    this.alarmName = this.resource.alarmName;
    this.alarmArn = this.resource.arn;
  }

  /** What happens when it goes off. @throws Error when there are more than 5 */
  addAlarmAction(...actions: readonly AlarmAction[]): void {
    this.resource.alarmActions = this.added(this.resource.alarmActionsInput, actions);
  }

  /** What happens when all is well again. @throws Error when there are more than 5 */
  addOkAction(...actions: readonly AlarmAction[]): void {
    this.resource.okActions = this.added(this.resource.okActionsInput, actions);
  }

  /** What happens when it lacks data. @throws Error when there are more than 5 */
  addInsufficientDataAction(...actions: readonly AlarmAction[]): void {
    this.resource.insufficientDataActions = this.added(this.resource.insufficientDataActionsInput, actions);
  }

  private added(present: readonly string[] = [], actions: readonly AlarmAction[]): string[] {
    const all = [...present, ...actions.map((action) => (typeof action === "string" ? action : action.arn))];
    if (all.length > MAX_ACTIONS) {
      throw new Error(
        `[${this.node.path}] An alarm has at most ${MAX_ACTIONS} actions of a kind; got ${all.length}. One topic can have many subscribers.`,
      );
    }
    return all;
  }
}
