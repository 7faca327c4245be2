import type { Construct } from "constructs";
import { Duration } from "../duration";
import type * as alarmModule from "./alarm";
import type { Alarm, CreateAlarmOptions } from "./alarm";
import type { Statistic } from "./statistic";

/** How a metric is looked at. */
export interface MetricOptions {
  /** How long the time is over which values are put together. @default Duration.minutes(5) */
  readonly period?: Duration;
  /** How values are put together. @default - what suits the metric, "Average" for one's own */
  readonly statistic?: Statistic;
  /** Its name in a graph. @default - CloudWatch writes one */
  readonly label?: string;
  /** Its color in a graph, for example `#d62728`. @default - CloudWatch chooses */
  readonly color?: string;
}

/** A metric, and how it is looked at. */
export interface MetricProps extends MetricOptions {
  /** For example `AWS/Lambda`. */
  readonly namespace: string;
  /** For example `Errors`. */
  readonly metricName: string;
  /** What it is about, for example `{ FunctionName: fn.functionName }`. @default - no dimensions */
  readonly dimensionsMap?: Readonly<Record<string, string>>;
}

/** A metric of CloudWatch, for alarms and graphs. It creates nothing by itself. */
export class Metric {
  /** For example `AWS/Lambda`. */
  readonly namespace: string;
  /** For example `Errors`. */
  readonly metricName: string;
  /** What it is about. */
  readonly dimensionsMap: Readonly<Record<string, string>>;
  /** How long the time is over which values are put together. */
  readonly period: Duration;
  /** How values are put together. */
  readonly statistic: Statistic;
  /** Its name in a graph. @default - undefined: CloudWatch writes one */
  readonly label: string | undefined;
  /** Its color in a graph. @default - undefined: CloudWatch chooses */
  readonly color: string | undefined;

  constructor(private readonly props: MetricProps) {
    this.label = props.label;
    this.color = props.color;
    this.namespace = props.namespace;
    this.metricName = props.metricName;
    this.dimensionsMap = props.dimensionsMap ?? {};
    this.period = props.period ?? Duration.minutes(5);
    this.statistic = props.statistic ?? "Average";
  }

  /** The same metric, looked at in another way. */
  with(options: MetricOptions): Metric {
    return new Metric({ ...this.props, ...options });
  }

  /**
   * Makes an alarm.
   * @param scope what the alarm belongs to, for example the stack
   * @throws Error when CloudWatch would refuse it
   */
  createAlarm(scope: Construct, id: string, options: CreateAlarmOptions): Alarm {
    const { Alarm: Class } = require("./alarm") as typeof alarmModule;
    return new Class(scope, id, { ...options, metric: this });
  }
}
