import { Metric, type MetricOptions } from "../metrics/metric";
import type { FunctionBase } from "./function-base";

/**
 * A metric of a function (of all its versions and aliases), or of one alias: AWS Lambda Developer Guide, "Types of metrics for
 * Lambda functions", and "Viewing metrics for Lambda functions", dimensions (read 2026-11-28).
 */
export function functionMetric(fn: FunctionBase, metricName: string, options: MetricOptions): Metric {
  const { functionName, qualifier } = fn;
  return new Metric({
    namespace: "AWS/Lambda",
    metricName,
    dimensionsMap: {
      FunctionName: functionName,
      ...(qualifier !== undefined && { Resource: `${functionName}:${qualifier}` }),
    },
    ...options,
  });
}
