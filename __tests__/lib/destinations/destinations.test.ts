import { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import {
  EventBridgeDestination,
  type IDestination,
  LambdaDestination,
  S3Destination,
  SnsDestination,
  SqsDestination,
} from "../../../lib";
import { functionOf } from "../../statements";
import { only, synth } from "../../synth";

/** The destination of failures, as Lambda gets it. */
function destinationOf(make: (stack: TerraformStack) => IDestination): string {
  const { json } = synth((stack) => void functionOf(stack, "hello", { onFailure: make(stack) }));
  return only(json, "aws_lambda_function_event_invoke_config").destination_config.on_failure.destination;
}

test.each<[string, (stack: TerraformStack) => IDestination, string]>([
  ["a queue", (stack) => new SqsDestination(new SqsQueue(stack, "Jobs", {})), "${aws_sqs_queue.Jobs.arn}"],
  ["a topic", (stack) => new SnsDestination(new SnsTopic(stack, "News", {})), "${aws_sns_topic.News.arn}"],
  ["a bucket", (stack) => new S3Destination(new S3Bucket(stack, "Files", {})), "${aws_s3_bucket.Files.arn}"],
  [
    "the default event bus",
    () => new EventBridgeDestination(),
    "arn:aws:events:eu-central-1:123456789012:event-bus/default",
  ],
])("the destination is %s", (_what, make, arn) => {
  expect(destinationOf(make)).toBe(arn);
});

test("the destination is another function, which is created first", () => {
  expect(destinationOf((stack) => new LambdaDestination(functionOf(stack, "next")))).toMatch(
    /^\$\{aws_lambda_function\.next_\w+\.arn\}$/,
  );
});

test("successes can't go to a bucket", () => {
  synth((stack) => {
    const bucket = new S3Destination(new S3Bucket(stack, "Files", {}));
    // @ts-expect-error Lambda sends only failures to S3.
    functionOf(stack, "hello", { onSuccess: bucket });
  });
});

test.each<[string, (stack: TerraformStack) => IDestination]>([
  ["queue", (stack) => new SqsDestination(new SqsQueue(stack, "Fifo", { fifoQueue: true }))],
  ["queue", (stack) => new SqsDestination(new DataAwsSqsQueue(stack, "Fifo", { name: "jobs.fifo" }))],
  ["topic", (stack) => new SnsDestination(new SnsTopic(stack, "Fifo", { fifoTopic: true }))],
])("a FIFO %s is refused", (kind, make) => {
  expect(() => destinationOf(make)).toThrow(
    `[shop/hello] The ${kind} [shop/Fifo] is a FIFO ${kind}. Lambda sends its records to standard ${kind}s only`,
  );
});
