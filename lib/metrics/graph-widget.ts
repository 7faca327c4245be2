import { literalUnlessToken } from "../terraform-text";
import type { Metric } from "./metric";

/** Settings of a graph. */
export interface GraphWidgetProps {
  /** @default - none */
  readonly title?: string;
  /** Metrics with the scale on the left. @default - none */
  readonly left?: readonly Metric[];
  /** Metrics with the scale on the right. @default - none */
  readonly right?: readonly Metric[];
  /** How wide it is, of 24. @default 6 */
  readonly width?: number;
  /** How high it is, in the same unit. @default 6 */
  readonly height?: number;
  /** Whether areas are put on top of each other, instead of lines. @default false */
  readonly stacked?: boolean;
}

/** A graph of a dashboard. */
export class GraphWidget {
  /** How wide it is, of 24. */
  readonly width: number;
  /** How high it is, in the same unit. */
  readonly height: number;

  constructor(private readonly props: GraphWidgetProps) {
    this.width = props.width ?? 6;
    this.height = props.height ?? 6;
  }

  /**
   * Amazon CloudWatch API Reference, "Dashboard body structure and syntax" (read 2026-11-28).
   * @internal
   */
  _toJson(x: number, y: number, region: string): object {
    const { title, left = [], right = [], stacked = false } = this.props;
    return {
      type: "metric",
      x,
      y,
      width: this.width,
      height: this.height,
      properties: {
        view: "timeSeries",
        stacked,
        region,
        ...(title !== undefined && { title: literalUnlessToken(title) }),
        metrics: [
          ...left.map((metric) => metricJson(metric, {})),
          ...right.map((metric) => metricJson(metric, { yAxis: "right" })),
        ],
      },
    };
  }
}

function metricJson(metric: Metric, more: object) {
  const { namespace, metricName, dimensionsMap, label, color } = metric;
  return [
    namespace,
    metricName,
    ...Object.entries(dimensionsMap).flat(),
    {
      stat: metric.statistic,
      period: metric.period.toSeconds(),
      ...(label !== undefined && { label: literalUnlessToken(label) }),
      ...(color !== undefined && { color }),
      ...more,
    },
  ];
}
