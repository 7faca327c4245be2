import { DynamodbTable, type DynamodbTableConfig } from "@cdktf/provider-aws/lib/dynamodb-table";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import {
  Duration,
  DynamoEventSource,
  type DynamoEventSourceProps,
  type FunctionBase,
  StartingPosition,
} from "../../../lib";
import { queueDestination } from "./all-sources";
import { mappingOf, permissionsOf, withFunction } from "./functions";

const STREAM = { streamEnabled: true, streamViewType: "KEYS_ONLY" };

const add =
  (props: Partial<DynamoEventSourceProps> = {}, table: Partial<DynamodbTableConfig> = STREAM) =>
  (fn: FunctionBase, stack: TerraformStack) =>
    fn.addEventSource(
      new DynamoEventSource(new DynamodbTable(stack, "Orders", { name: "orders", ...table }), {
        startingPosition: StartingPosition.LATEST,
        ...props,
      }),
    );

test("the function may read the streams of this table, and nothing else", () => {
  expect(permissionsOf(withFunction(add()))).toEqual([
    "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams on " +
      "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/*",
  ]);
});

test("the key that the table itself names may be used to decrypt", () => {
  const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/6b1c1b04-33a4-4f8e-9d5b-0a3a2e0a5f11";
  const json = withFunction(add({}, { ...STREAM, serverSideEncryption: { enabled: true, kmsKeyArn } }));
  expect(permissionsOf(json)).toContain(`kms:Decrypt on ${kmsKeyArn}`);
});

test("settings are written under Terraform's names", () => {
  const json = withFunction((fn, stack) =>
    add({
      batchSize: 1_000,
      bisectBatchOnError: true,
      maxRecordAge: Duration.hours(2),
      retryAttempts: 0,
      parallelizationFactor: 10,
      tumblingWindow: Duration.minutes(15),
      reportBatchItemFailures: true,
      onFailure: queueDestination(new SqsQueue(stack, "Failed", { name: "failed" })),
    })(fn, stack),
  );
  expect(mappingOf(json)).toMatchObject({
    event_source_arn: "${aws_dynamodb_table.Orders.stream_arn}",
    starting_position: "LATEST",
    batch_size: 1_000,
    bisect_batch_on_function_error: true,
    maximum_record_age_in_seconds: 7_200,
    maximum_retry_attempts: 0,
    parallelization_factor: 10,
    tumbling_window_in_seconds: 900,
    function_response_types: ["ReportBatchItemFailures"],
    destination_config: { on_failure: { destination_arn: "${aws_sqs_queue.Failed.arn}" } },
  });
  expect(permissionsOf(json)[1]).toMatch(/^sqs:SendMessage on /);
});

test("a table without a stream is refused", () => {
  expect(() => withFunction(add({}, {}))).toThrow(
    "[shop/Orders] AWS would refuse this event source:\n  - the table has no stream",
  );
});

test.each<[props: Partial<DynamoEventSourceProps>, message: string]>([
  [{ batchSize: 10_001 }, "batchSize must be a whole number from 1 to 10000"],
  [{ parallelizationFactor: 11 }, "parallelizationFactor must be a whole number from 1 to 10"],
  [{ tumblingWindow: Duration.minutes(16) }, "tumblingWindow must be a whole number from 0 to 900"],
  [{ maxRecordAge: Duration.seconds(59) }, "maxRecordAge must be a whole number from 60 to 604800"],
  [{ retryAttempts: -1 }, "retryAttempts must be a whole number from 0 to 10000"],
])("%j is refused", (props, message) => {
  expect(() => withFunction(add(props))).toThrow(message);
});

test("a function can't get the records that failed", () => {
  const onFailure = {
    bind: () => ({
      destination: "arn",
      statements: [{ actions: ["lambda:InvokeFunction"], resources: ["arn"] }],
    }),
  };
  expect(() => withFunction(add({ onFailure }))).toThrow("must be a queue, a topic or a bucket");
});
