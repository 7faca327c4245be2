import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import { checkFilters } from "../function/filtered-log-group";
import type { ExistingLogGroup } from "../function/log-group";
import { Metric, type MetricOptions } from "../metrics/metric";
import { literal } from "../terraform-text";

/** Settings of a MetricFilter. */
export interface MetricFilterProps {
  /** For example `fn.logGroup`. */
  readonly logGroup: ExistingLogGroup;
  /** Which lines are meant: `FilterPattern.anyTerm("ERROR")`, or a pattern as CloudWatch writes it. */
  readonly filterPattern: string;
  /** Where the metric is, for example `Shop`. Not `AWS/…`, which are AWS's own. */
  readonly metricNamespace: string;
  /** The name of the metric. */
  readonly metricName: string;
  /** The value of a line: a number, or a field of the pattern, for example `$.latency`. @default "1" */
  readonly metricValue?: string;
  /** The value when no line matches. @default - no value */
  readonly defaultValue?: number;
  /** The name of the filter. @default - the environment's name prefix and the ids on the path to the filter */
  readonly filterName?: string;
}

/** A metric that is made from the lines of a log group. */
export class MetricFilter extends Construct {
  /** The resource itself, for arguments that this construct doesn't have. */
  readonly resource: CloudwatchLogMetricFilter;
  private readonly props: MetricFilterProps;

  /** @throws Error when the log group can't have filters */
  constructor(scope: Construct, id: string, props: MetricFilterProps) {
    super(scope, id);
    checkFilters(this, props.logGroup);
    this.props = props;
    this.resource = new CloudwatchLogMetricFilter(this, "Resource", {
      name: props.filterName ?? AwsEnvironment.of(this).nameOf(this),
      logGroupName: props.logGroup.name,
      pattern: literal(props.filterPattern),
      metricTransformation: {
        namespace: props.metricNamespace,
        name: props.metricName,
        value: literal(props.metricValue ?? "1"),
        ...(props.defaultValue !== undefined && { defaultValue: String(props.defaultValue) }),
      },
    });
  }

  /** The metric, for alarms and graphs. Average over 5 minutes. */
  metric(options: MetricOptions = {}): Metric {
    const { metricNamespace: namespace, metricName } = this.props;
    return new Metric({ namespace, metricName, ...options });
  }
}
