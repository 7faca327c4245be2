import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudWatchLogsEventSource } from "../../../lib";
import { only, synth } from "../../synth";
import { LIVE, newFunction, permissionsOf, withAlias } from "./functions";

test("this log group of this account alone may invoke the function, whose role gets nothing", () => {
  const json = withAlias((fn, stack) => {
    const logGroup = new CloudwatchLogGroup(stack, "Audit", { name: "/shop/audit" });
    fn.addEventSource(new CloudWatchLogsEventSource(logGroup, { filterPattern: '{ $.level = "ERROR" }' }));
  });
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "logs.amazonaws.com",
    qualifier: LIVE,
    source_arn: "${aws_cloudwatch_log_group.Audit.arn}:*",
    source_account: "123456789012",
  });
  expect(only(json, "aws_cloudwatch_log_subscription_filter")).toMatchObject({
    name: "shop-dev-jobs-Aliaslive-Audit",
    filter_pattern: '{ $.level = "ERROR" }',
    destination_arn: expect.stringMatching(/^\$\{aws_lambda_alias\./),
    depends_on: [expect.stringMatching(/^aws_lambda_permission\./)],
  });
  expect(permissionsOf(json)).toEqual([]);
});

test("the function's own log is refused, since each invocation would cause the next one", () => {
  synth((stack) => {
    const fn = newFunction(stack, "jobs");
    const source = new CloudWatchLogsEventSource(fn.logGroup as CloudwatchLogGroup);
    expect(() => fn.addEventSource(source)).toThrow("without an end");
    expect(() => fn.addAlias("live").addEventSource(source)).toThrow("without an end");
  });
});

test("a log group without subscriptions is refused", () => {
  synth((stack) => {
    const logGroup = new CloudwatchLogGroup(stack, "Audit", {
      name: "/shop/audit",
      logGroupClass: "INFREQUENT_ACCESS",
    });
    expect(() => newFunction(stack, "jobs").addEventSource(new CloudWatchLogsEventSource(logGroup))).toThrow(
      "[shop/jobs] The log group [shop/Audit] has the class INFREQUENT_ACCESS",
    );
  });
});
