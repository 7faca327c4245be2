import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import {
  Duration,
  FilterCriteria,
  FilterRule,
  type FunctionBase,
  MetricType,
  SqsEventSource,
  type SqsEventSourceProps,
} from "../../../lib";
import { mappingOf, permissionsOf, withAlias, withFunction } from "./functions";

const add =
  (props: SqsEventSourceProps = {}, queue: SqsQueueConfig = {}) =>
  (fn: FunctionBase, stack: TerraformStack) =>
    fn.addEventSource(new SqsEventSource(new SqsQueue(stack, "Queue", { name: "jobs", ...queue }), props));

test("the function may receive and delete messages of this queue, and nothing else", () => {
  expect(permissionsOf(withFunction(add()))).toEqual([
    "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on arn:aws:sqs:eu-central-1:123456789012:jobs",
  ]);
});

test("without settings, the mapping has Lambda's defaults", () => {
  const { "//": _, ...mapping } = mappingOf(withFunction(add()));
  expect(mapping).toEqual({
    function_name: expect.stringMatching(/^\$\{aws_lambda_function\..*\.arn\}$/),
    event_source_arn: expect.stringMatching(/^\$\{aws_sqs_queue\.Queue\.arn\}$/),
    depends_on: [expect.stringMatching(/^aws_iam_role_policy\.jobs_Role_Policy/)],
  });
});

test("an alias is invoked by its own ARN", () => {
  expect(mappingOf(withAlias(add())).function_name).toMatch(/^\$\{aws_lambda_alias\..*\.arn\}$/);
});

test("settings are written under Terraform's names", () => {
  const json = withFunction(
    add({
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(5),
      maxConcurrency: 10,
      reportBatchItemFailures: true,
      enabled: false,
      filters: [FilterCriteria.filter({ body: { total: FilterRule.between(1, 5) } })],
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    }),
  );
  expect(mappingOf(json)).toMatchObject({
    batch_size: 100,
    maximum_batching_window_in_seconds: 5,
    scaling_config: { maximum_concurrency: 10 },
    function_response_types: ["ReportBatchItemFailures"],
    enabled: false,
    filter_criteria: { filter: [{ pattern: '{"body":{"total":[{"numeric":[">",1,"<=",5]}]}}' }] },
    metrics_config: { metrics: ["EventCount"] },
  });
});

test("the key of an encrypted queue may be used to decrypt", () => {
  const json = withFunction((fn, stack) => {
    add({ encryptionKey: new KmsKey(stack, "Key", {}) })(fn, stack);
  });
  expect(JSON.stringify(json.resource.aws_iam_role_policy)).toMatch(
    /\[\\"kms:Decrypt\\"\].*aws_kms_key\.Key\.arn/,
  );
});

test("the key that the queue itself names may be used to decrypt", () => {
  const json = withFunction((fn, stack) => {
    add({}, { kmsMasterKeyId: new KmsKey(stack, "Key", {}).arn })(fn, stack);
  });
  expect(JSON.stringify(json.resource.aws_iam_role_policy)).toMatch(
    /\[\\"kms:Decrypt\\"\].*aws_kms_key\.Key\.arn/,
  );
});

test("SQS's own key needs no permission", () => {
  const json = withFunction(add({}, { kmsMasterKeyId: "alias/aws/sqs" }));
  expect(JSON.stringify(json.resource.aws_iam_role_policy)).not.toContain("kms:");
});

test.each<[what: string, props: SqsEventSourceProps, queue: SqsQueueConfig, message: string]>([
  ["a large batch without a window", { batchSize: 11 }, {}, "a batchSize above 10 needs a maxBatchingWindow"],
  [
    "a large batch of a FIFO queue",
    { batchSize: 11 },
    { name: "jobs.fifo", fifoQueue: true },
    "allows a batchSize of 10",
  ],
  [
    "a window of a FIFO queue",
    { maxBatchingWindow: Duration.seconds(1) },
    { fifoQueue: true },
    "a FIFO queue has no maxBatchingWindow",
  ],
  [
    "a long window",
    { maxBatchingWindow: Duration.minutes(6) },
    {},
    "maxBatchingWindow must be a whole number from 0 to 300",
  ],
  ["one instance", { maxConcurrency: 1 }, {}, "maxConcurrency must be a whole number from 2 to 1000"],
  [
    "one poller",
    { provisionedPollerConfig: { minimumPollers: 1 } },
    {},
    "minimumPollers must be a whole number from 2 to 200",
  ],
  [
    "pollers in the wrong order",
    { provisionedPollerConfig: { minimumPollers: 9, maximumPollers: 3 } },
    {},
    "minimumPollers is 9",
  ],
  ["no filters", { filters: [] }, {}, "filters is empty"],
  ["no message", { batchSize: 0 }, {}, "batchSize must be a whole number from 1 to 10000"],
])("%s is refused with the queue's path", (_what, props, queue, message) => {
  expect(() => withFunction(add(props, queue))).toThrow(
    new RegExp(`^\\[shop/Queue\\] AWS would refuse this event source:[\\s\\S]*${message}`),
  );
});

test("a queue whose messages come again while the function works is refused, on an alias too", () => {
  const props = { timeout: Duration.minutes(1) };
  expect(() => withFunction(add(), props)).toThrow(
    "visibilityTimeoutSeconds, 30, SQS's default, is less than the function's timeout, 60 seconds. Set it to 360",
  );
  expect(() => withAlias(add({}, { visibilityTimeoutSeconds: 59 }), props)).toThrow("59, is less than");
  withFunction(add({}, { visibilityTimeoutSeconds: 60 }), props);
});

test("what only makes sense with a mapping is an error before there is one", () => {
  withFunction((_fn, stack) => {
    const source = new SqsEventSource(new SqsQueue(stack, "Queue", {}));
    expect(() => source.eventSourceMapping).toThrow("This SqsEventSource has no mapping yet");
  });
});
