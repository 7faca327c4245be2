import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  type Alarm,
  ComparisonOperator,
  type CreateAlarmOptions,
  Duration,
  Stats,
  TreatMissingData,
} from "../../../lib";
import { functionOf } from "../../statements";
import { only, synth } from "../../synth";

const FUNCTION_NAME = expect.stringMatching(/^\$\{aws_lambda_function\.hello_\w+\.function_name\}$/);

/** An alarm on the errors of a function. */
function alarm(
  options: Partial<CreateAlarmOptions>,
  period?: Duration,
  more: (alarm: Alarm, stack: TerraformStack) => void = () => undefined,
) {
  const { json } = synth((stack) => {
    const metric = functionOf(stack, "hello").metricErrors(period && { period });
    more(metric.createAlarm(stack, "Errors", { threshold: 1, evaluationPeriods: 1, ...options }), stack);
  });
  return only(json, "aws_cloudwatch_metric_alarm");
}

test("an alarm has AWS CDK's defaults", () => {
  const { "//": _, ...all } = alarm({});
  expect(all).toEqual({
    alarm_name: "shop-dev-Errors",
    namespace: "AWS/Lambda",
    metric_name: "Errors",
    dimensions: { FunctionName: FUNCTION_NAME },
    statistic: "Sum",
    period: 300,
    threshold: 1,
    evaluation_periods: 1,
    comparison_operator: "GreaterThanOrEqualToThreshold",
  });
});

test("all of it can be chosen", () => {
  const chosen = alarm(
    {
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmName: "hello-errors",
      alarmDescription: "Look into the log.",
    },
    Duration.minutes(1),
  );
  expect(chosen).toMatchObject({
    alarm_name: "hello-errors",
    alarm_description: "Look into the log.",
    comparison_operator: "GreaterThanThreshold",
    datapoints_to_alarm: 3,
    evaluation_periods: 5,
    period: 60,
    treat_missing_data: "notBreaching",
  });
});

test("a percentile is an extended statistic", () => {
  const { json } = synth((stack) => {
    const duration = functionOf(stack, "hello")
      .metricDuration()
      .with({ statistic: Stats.p(99) });
    duration.createAlarm(stack, "Slow", { threshold: 3_000, evaluationPeriods: 3 });
  });
  const made = only(json, "aws_cloudwatch_metric_alarm");
  expect(made.extended_statistic).toBe("p99");
  expect(made.statistic).toBeUndefined();
});

test("an alarm tells topics, five at most", () => {
  const made = alarm({}, undefined, (it, stack) => {
    const topic = new SnsTopic(stack, "OnCall", {});
    it.addAlarmAction(topic);
    it.addAlarmAction("arn:aws:automate:eu-central-1:ec2:stop");
    it.addOkAction(topic);
    it.addInsufficientDataAction(topic);
  });
  expect(made.alarm_actions).toEqual([
    "${aws_sns_topic.OnCall.arn}",
    "arn:aws:automate:eu-central-1:ec2:stop",
  ]);
  expect(made.ok_actions).toEqual(["${aws_sns_topic.OnCall.arn}"]);
  expect(made.insufficient_data_actions).toEqual(["${aws_sns_topic.OnCall.arn}"]);
  expect(() => alarm({}, undefined, (it) => it.addAlarmAction("a", "b", "c", "d", "e", "f"))).toThrow(
    "[shop/Errors] An alarm has at most 5 actions of a kind; got 6.",
  );
});

test("a number that only Terraform knows is left to CloudWatch", () => {
  const { json } = synth((stack) => {
    const periods = new TerraformVariable(stack, "periods", { type: "number" });
    const metric = functionOf(stack, "hello").metricErrors();
    metric.createAlarm(stack, "Errors", {
      threshold: 1,
      evaluationPeriods: periods.numberValue,
      datapointsToAlarm: 2,
    });
  });
  expect(only(json, "aws_cloudwatch_metric_alarm").evaluation_periods).toBe("${var.periods}");
});

test.each<[string, Partial<CreateAlarmOptions>, Duration | undefined]>([
  [
    "the metric's period must be 10, 20 or 30 seconds, or whole minutes; got 90 seconds",
    {},
    Duration.seconds(90),
  ],
  ["evaluationPeriods must be a whole number from 1 on; got 0", { evaluationPeriods: 0 }, undefined],
  [
    "datapointsToAlarm must be a whole number from 1 to 1 (evaluationPeriods); got 2",
    { datapointsToAlarm: 2 },
    undefined,
  ],
  [
    "evaluationPeriods × period is 90000 seconds, but at most 86400 are allowed",
    { evaluationPeriods: 300 },
    undefined,
  ],
])("CloudWatch would refuse: %s", (message, options, period) => {
  expect(() => alarm(options, period)).toThrow(message);
});
