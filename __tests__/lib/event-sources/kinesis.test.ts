import { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import { KinesisStreamConsumer } from "@cdktf/provider-aws/lib/kinesis-stream-consumer";
import type { TerraformStack } from "cdktf";
import { KinesisEventSource, StartingPosition } from "../../../lib";
import { mappingOf, permissionsOf, withFunction } from "./functions";

const streamIn = (stack: TerraformStack) =>
  new KinesisStream(stack, "Clicks", { name: "clicks", shardCount: 1 });
const READ =
  "kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards on " +
  "arn:aws:kinesis:eu-central-1:123456789012:stream/clicks";

test("the function may read this stream, and nothing else", () => {
  const json = withFunction((fn, stack) =>
    fn.addEventSource(
      new KinesisEventSource(streamIn(stack), { startingPosition: StartingPosition.TRIM_HORIZON }),
    ),
  );
  expect(permissionsOf(json)).toEqual([READ]);
  expect(mappingOf(json)).toMatchObject({
    event_source_arn: "${aws_kinesis_stream.Clicks.arn}",
    starting_position: "TRIM_HORIZON",
  });
});

test("the key that the stream itself names may be used to decrypt", () => {
  const kmsKeyId = "arn:aws:kms:eu-central-1:123456789012:key/6b1c1b04-33a4-4f8e-9d5b-0a3a2e0a5f11";
  const json = withFunction((fn, stack) => {
    const stream = new KinesisStream(stack, "Clicks", { name: "clicks", encryptionType: "KMS", kmsKeyId });
    fn.addEventSource(new KinesisEventSource(stream, { startingPosition: StartingPosition.LATEST }));
  });
  expect(permissionsOf(json)).toEqual([READ, `kms:Decrypt on ${kmsKeyId}`]);
});

test("a consumer with a throughput of its own is read instead of the stream", () => {
  const json = withFunction((fn, stack) => {
    const stream = streamIn(stack);
    const streamConsumer = new KinesisStreamConsumer(stack, "Consumer", {
      name: "jobs",
      streamArn: stream.arn,
    });
    fn.addEventSource(
      new KinesisEventSource(stream, { streamConsumer, startingPosition: StartingPosition.LATEST }),
    );
  });
  expect(mappingOf(json).event_source_arn).toBe("${aws_kinesis_stream_consumer.Consumer.arn}");
  expect(JSON.stringify(json.resource.aws_iam_role_policy)).toMatch(
    /kinesis:DescribeStreamConsumer\\", \\"kinesis:SubscribeToShard\\"\].*\[aws_kinesis_stream_consumer\.Consumer\.arn\]/,
  );
});

test("a start at a time is in seconds", () => {
  const start = (startingPositionTimestamp: number) =>
    mappingOf(
      withFunction((fn, stack) =>
        fn.addEventSource(
          new KinesisEventSource(streamIn(stack), {
            startingPosition: StartingPosition.AT_TIMESTAMP,
            startingPositionTimestamp,
          }),
        ),
      ),
    );
  expect(start(1_700_000_000).starting_position_timestamp).toBe("2023-11-14T22:13:20Z");
  expect(() => start(1_700_000_000_000)).toThrow("startingPositionTimestamp is in seconds since 1970");
});

test("types want a start, and a time for a start at a time", () => {
  withFunction((_fn, stack) => {
    const stream = streamIn(stack);
    // @ts-expect-error no startingPosition
    new KinesisEventSource(stream, {});
    // @ts-expect-error a time for a start at the end
    new KinesisEventSource(stream, { startingPosition: "LATEST", startingPositionTimestamp: 1 });
  });
});
