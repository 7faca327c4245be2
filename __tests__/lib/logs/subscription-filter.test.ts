import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformStack } from "cdktf";
import { FilterPattern, type LogSubscriptionDestination, SubscriptionFilter } from "../../../lib";
import { functionOf, parsePolicy } from "../../statements";
import { only, synth } from "../../synth";

/** A stack in which the lines of the log group `orders` are sent somewhere. */
function subscribed(
  destination: (stack: TerraformStack) => LogSubscriptionDestination,
  filterPattern?: string,
) {
  return synth((stack) => {
    const logGroup = new CloudwatchLogGroup(stack, "Orders", { name: "orders" });
    new SubscriptionFilter(stack, "Ship", {
      logGroup,
      destination: destination(stack),
      ...(filterPattern !== undefined && { filterPattern }),
    });
  }).json;
}

test("a function gets the permission to be invoked by that log group alone, before the subscription", () => {
  const json = subscribed((stack) => functionOf(stack, "hello"), FilterPattern.anyTerm("ERROR", 'a "b"'));
  const [id] = Object.keys(json.resource.aws_lambda_permission);
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    action: "lambda:InvokeFunction",
    principal: "logs.amazonaws.com",
    source_arn: "arn:aws:logs:eu-central-1:123456789012:log-group:orders:*",
    source_account: "123456789012",
  });
  expect(only(json, "aws_cloudwatch_log_subscription_filter")).toMatchObject({
    name: "shop-dev-Ship",
    log_group_name: "${aws_cloudwatch_log_group.Orders.name}",
    filter_pattern: '?"ERROR" ?"a \\"b\\""',
    destination_arn: expect.stringMatching(/^\$\{aws_lambda_function\.hello_\w+\.arn\}$/),
    depends_on: [`aws_lambda_permission.${id}`],
  });
  expect(only(json, "aws_cloudwatch_log_subscription_filter").role_arn).toBeUndefined();
});

test.each<[string, (stack: TerraformStack) => LogSubscriptionDestination, object[]]>([
  [
    "a Kinesis stream",
    (stack) => new KinesisStream(stack, "Stream", { name: "lines" }),
    [{ Action: ["kinesis:PutRecord"], Resource: ["arn:aws:kinesis:eu-central-1:123456789012:stream/lines"] }],
  ],
  [
    "an encrypted Kinesis stream",
    (stack) =>
      new KinesisStream(stack, "Stream", {
        name: "lines",
        encryptionType: "KMS",
        kmsKeyId: new KmsKey(stack, "Key", {}).arn,
      }),
    [
      { Action: ["kinesis:PutRecord"], Resource: ["arn:aws:kinesis:eu-central-1:123456789012:stream/lines"] },
      { Action: ["kms:GenerateDataKey"], Resource: ["${aws_kms_key.Key.arn}"] },
    ],
  ],
  [
    "a Firehose stream",
    (stack) =>
      new KinesisFirehoseDeliveryStream(stack, "Stream", { name: "lines", destination: "extended_s3" }),
    [
      {
        Action: ["firehose:PutRecord"],
        Resource: ["arn:aws:firehose:eu-central-1:123456789012:deliverystream/lines"],
      },
    ],
  ],
])("%s gets a role that may write to it, and nothing else", (_what, destination, statements) => {
  const json = subscribed(destination);
  const role = only(json, "aws_iam_role");
  expect(role.name).toBe("shop-dev-Ship-eu-central-1");
  expect(parsePolicy(role.assume_role_policy)).toEqual([
    {
      Action: ["sts:AssumeRole"],
      Condition: { StringLike: { "aws:SourceArn": "arn:aws:logs:eu-central-1:123456789012:*" } },
      Effect: "Allow",
      Principal: { Service: "logs.amazonaws.com" },
    },
  ]);
  expect(parsePolicy(only(json, "aws_iam_role_policy").policy)).toEqual(
    statements.map((statement) => ({ Effect: "Allow", ...statement })),
  );
  expect(only(json, "aws_cloudwatch_log_subscription_filter")).toMatchObject({
    filter_pattern: "",
    role_arn: expect.stringMatching(/^\$\{aws_iam_role\.Ship_Role_\w+\.arn\}$/),
    depends_on: [expect.stringMatching(/^aws_iam_role_policy\.Ship_Role_/)],
  });
});

test("neither a function nor its alias is invoked for its own lines", () => {
  synth((stack) => {
    const fn = functionOf(stack, "hello");
    const { logGroup } = fn;
    expect(() => new SubscriptionFilter(stack, "Ship", { logGroup, destination: fn })).toThrow(
      "[shop/Ship] [shop/hello] would be invoked for each line that it logs itself, which never ends.",
    );
    expect(
      () => new SubscriptionFilter(stack, "Live", { logGroup, destination: fn.addAlias("live") }),
    ).toThrow(
      "[shop/Live] [shop/hello/Aliaslive] would be invoked for each line that it logs itself, which never ends.",
    );
  });
});

test("a log group of the cheaper class can't be subscribed to", () => {
  expect(() =>
    synth((stack) => {
      const { logGroup } = functionOf(stack, "hello", { logGroup: { logGroupClass: "INFREQUENT_ACCESS" } });
      new SubscriptionFilter(stack, "Ship", { logGroup, destination: functionOf(stack, "next") });
    }),
  ).toThrow("[shop/Ship] The log group [shop/hello/LogGroup] has the class INFREQUENT_ACCESS");
});
