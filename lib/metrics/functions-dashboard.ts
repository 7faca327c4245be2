import type { Construct } from "constructs";
import { idPath } from "../aws-environment";
import { Dashboard, type DashboardProps } from "./dashboard";
import { GraphWidget } from "./graph-widget";
import type { Metric, MetricOptions } from "./metric";
import { Stats } from "./statistic";

/** What has the metrics of a function: a function, or an alias of one. */
export interface FunctionMetrics extends Construct {
  /** How often it was invoked. */
  metricInvocations(options?: MetricOptions): Metric;
  /** How many invocations failed. */
  metricErrors(options?: MetricOptions): Metric;
  /** How long invocations took, in milliseconds. */
  metricDuration(options?: MetricOptions): Metric;
  /** How many invocations were refused. */
  metricThrottles(options?: MetricOptions): Metric;
  /** How many invocations ran at the same time. */
  metricConcurrentExecutions(options?: MetricOptions): Metric;
}

/** Settings of a FunctionsDashboard. */
export interface FunctionsDashboardProps extends Omit<DashboardProps, "widgets"> {
  /** The functions and aliases, each in a row of its own. */
  readonly functions: readonly FunctionMetrics[];
}

/** A dashboard with invocations, errors, duration, throttles and concurrency of functions. */
export class FunctionsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { functions, ...props }: FunctionsDashboardProps) {
    super(scope, id, { ...props, widgets: functions.map(rowOf) });
  }
}

function rowOf(fn: FunctionMetrics): readonly GraphWidget[] {
  const name = idPath(fn);
  const duration = (statistic: "Average" | "Maximum" | `p${number}`, label: string) =>
    fn.metricDuration({ statistic, label });
  return [
    new GraphWidget({
      title: `${name}: invocations and errors`,
      left: [fn.metricInvocations(), fn.metricErrors({ color: "#d62728" })],
    }),
    new GraphWidget({
      title: `${name}: duration (ms)`,
      left: [duration("p50", "p50"), duration("p99", "p99"), duration(Stats.MAXIMUM, "maximum")],
    }),
    new GraphWidget({ title: `${name}: throttles`, left: [fn.metricThrottles()] }),
    new GraphWidget({ title: `${name}: concurrent executions`, left: [fn.metricConcurrentExecutions()] }),
  ];
}
