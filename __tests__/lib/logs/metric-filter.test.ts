import { FilterPattern, MetricFilter } from "../../../lib";
import { functionOf } from "../../statements";
import { only, synth } from "../../synth";

test("lines of a function become a metric, which can have an alarm", () => {
  const { json } = synth((stack) => {
    const filter = new MetricFilter(stack, "Declined", {
      logGroup: functionOf(stack, "hello").logGroup,
      filterPattern: FilterPattern.literal('{ $.event = "declined" }'),
      metricNamespace: "Shop",
      metricName: "Declined",
      defaultValue: 0,
    });
    filter
      .metric({ statistic: "Sum" })
      .createAlarm(stack, "ManyDeclined", { threshold: 100, evaluationPeriods: 1 });
  });
  expect(only(json, "aws_cloudwatch_log_metric_filter")).toMatchObject({
    name: "shop-dev-Declined",
    log_group_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.hello_LogGroup_\w+\.name\}$/),
    pattern: '{ $.event = "declined" }',
    metric_transformation: { namespace: "Shop", name: "Declined", value: "1", default_value: "0" },
  });
  expect(only(json, "aws_cloudwatch_metric_alarm")).toMatchObject({
    namespace: "Shop",
    metric_name: "Declined",
    statistic: "Sum",
  });
});

test("patterns of words", () => {
  expect(FilterPattern.allEvents()).toBe("");
  expect(FilterPattern.allTerms("ERROR", "timed out")).toBe('"ERROR" "timed out"');
  expect(FilterPattern.anyTerm("ERROR", "WARN")).toBe('?"ERROR" ?"WARN"');
});
