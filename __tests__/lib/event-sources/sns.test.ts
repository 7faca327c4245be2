import { SnsTopic, type SnsTopicConfig } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import { type FunctionBase, SnsEventSource, type SnsEventSourceProps } from "../../../lib";
import { only } from "../../synth";
import { LIVE, permissionsOf, withAlias, withFunction } from "./functions";

const add =
  (props: SnsEventSourceProps = {}, topic: SnsTopicConfig = {}) =>
  (fn: FunctionBase, stack: TerraformStack) =>
    fn.addEventSource(new SnsEventSource(new SnsTopic(stack, "Topic", { name: "news", ...topic }), props));

test("this topic alone may invoke the function, whose role gets nothing", () => {
  const json = withFunction(add());
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "sns.amazonaws.com",
    action: "lambda:InvokeFunction",
    source_arn: "arn:aws:sns:eu-central-1:123456789012:news",
  });
  expect(permissionsOf(json)).toEqual([]);
});

test("an alias is subscribed by its own ARN, after its permission", () => {
  const json = withAlias(add());
  expect(only(json, "aws_sns_topic_subscription")).toMatchObject({
    protocol: "lambda",
    endpoint: expect.stringMatching(/^\$\{aws_lambda_alias\./),
    depends_on: [expect.stringMatching(/^aws_lambda_permission\./)],
  });
  expect(only(json, "aws_lambda_permission").qualifier).toEqual(LIVE);
});

test("filters are for attributes, or for the message's JSON", () => {
  const subscription = (props: SnsEventSourceProps) =>
    only(withFunction(add(props)), "aws_sns_topic_subscription");
  const attributes = subscription({ filterPolicy: { status: ["new", { prefix: "re" }] } });
  expect(attributes.filter_policy).toBe('{"status":["new",{"prefix":"re"}]}');
  expect(attributes.filter_policy_scope).toBeUndefined();
  expect(
    subscription({ filterPolicyWithMessageBody: { order: { total: [{ numeric: [">", 9] }] } } }),
  ).toMatchObject({
    filter_policy: '{"order":{"total":[{"numeric":[">",9]}]}}',
    filter_policy_scope: "MessageBody",
  });
});

test("undelivered messages go to a queue", () => {
  const json = withFunction((fn, stack) => {
    add({ deadLetterQueue: new SqsQueue(stack, "Failed", { name: "failed" }) })(fn, stack);
  });
  expect(only(json, "aws_sns_topic_subscription").redrive_policy).toMatch(
    /jsonencode\(\{"deadLetterTargetArn" = aws_sqs_queue\.Failed\.arn\}\)/,
  );
});

test("a FIFO topic is refused, since it delivers to queues only", () => {
  expect(() => withFunction(add({}, { name: "news.fifo", fifoTopic: true }))).toThrow(
    /^\[shop\/Topic\] A FIFO topic can't invoke a function/,
  );
});
