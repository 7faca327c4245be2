import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { TerraformStack } from "cdktf";
import * as library from "../../../lib";
import {
  BucketGrants,
  type DockerImageFunction,
  type DockerImageFunctionProps,
  Duration,
  EventBridgeDestination,
  EventBusGrants,
  FileSystem,
  KeyGrants,
  LambdaDestination,
  ParameterGrants,
  QueueGrants,
  S3Destination,
  SecretGrants,
  SnsDestination,
  SqsDestination,
  StateMachineGrants,
  TableGrants,
  TopicGrants,
} from "../../../lib";
import { functionOf, statementsOf } from "../../statements";

/**
 * What each feature needs, written by hand from AWS's documents (read 2026-11-28), not from what this library makes. The actions
 * and the resources that they know are those of the Service Authorization Reference. A statement that isn't here fails the test.
 */
type Expected = readonly [actions: string, resources: string | readonly string[], more?: object];
type Props = (stack: TerraformStack) => Partial<DockerImageFunctionProps>;
type Build = (fn: DockerImageFunction, stack: TerraformStack) => void;

const NAMED = (service: string, resource: string) =>
  `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
const KEY = "${aws_kms_key.Key.arn}";
const FUNCTION = NAMED("lambda", "function:shop-dev-hello");

const key = (stack: TerraformStack) => new KmsKey(stack, "Key", {});
const bucket = (stack: TerraformStack) => new S3Bucket(stack, "Files", { bucket: "files" });
const queue = (stack: TerraformStack, kmsMasterKeyId?: string) =>
  new SqsQueue(stack, "Jobs", { name: "jobs", ...(kmsMasterKeyId && { kmsMasterKeyId }) });
const topic = (stack: TerraformStack, kmsMasterKeyId?: string) =>
  new SnsTopic(stack, "News", { name: "news", ...(kmsMasterKeyId && { kmsMasterKeyId }) });
const bus = (stack: TerraformStack) => new CloudwatchEventBus(stack, "Bus", { name: "orders" });
const machine = (stack: TerraformStack) =>
  new SfnStateMachine(stack, "Checkout", {
    name: "checkout",
    definition: "{}",
    roleArn: "arn:aws:iam::1:role/x",
  });
const secret = (stack: TerraformStack, kmsKeyId?: string) =>
  new SecretsmanagerSecret(stack, "Password", { name: "password", ...(kmsKeyId && { kmsKeyId }) });
const parameter = (stack: TerraformStack, config: { keyId?: string; tier?: string } = {}) =>
  new SsmParameter(stack, "Endpoint", { name: "/shop/endpoint", type: "SecureString", ...config });
const table = (stack: TerraformStack, kmsKeyArn?: string) =>
  new DynamodbTable(stack, "Orders", {
    name: "orders",
    hashKey: "id",
    streamEnabled: true,
    globalSecondaryIndex: [{ name: "byDay", hashKey: "day", projectionType: "ALL" }],
    ...(kmsKeyArn && { serverSideEncryption: { enabled: true, kmsKeyArn } }),
  });
const files = (stack: TerraformStack, readOnly: boolean): Partial<DockerImageFunctionProps> => ({
  vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
  filesystem: FileSystem.fromEfsAccessPoint(
    new EfsAccessPoint(stack, "Files", { fileSystemId: "fs-1" }),
    "/mnt/files",
    { readOnly },
  ),
});

const FILES = NAMED("s3", "files").replace(":eu-central-1:123456789012:", ":::");
const QUEUE = NAMED("sqs", "jobs");
const TOPIC = NAMED("sns", "news");
const TABLE = NAMED("dynamodb", "table/orders");
const READ =
  "dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:Query dynamodb:Scan";
const WRITE = "dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem";

// AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC", Required IAM permissions.
const NETWORK =
  "ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses";
const VPC: readonly Expected[] = [
  [NETWORK, "*"],
  // The same guide: the code itself is denied what Lambda needs.
  [NETWORK, "*", { Effect: "Deny", Condition: { ArnEquals: { "lambda:SourceFunctionArn": FUNCTION } } }],
];
// Amazon EFS User Guide, "Using IAM to control access to file systems".
const EFS = ["${aws_efs_access_point.Files.file_system_arn}"];
const THROUGH_ACCESS_POINT = {
  Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": "${aws_efs_access_point.Files.arn}" } },
};

describe("settings of a function", () => {
  test.each<[string, Props, readonly Expected[]]>([
    ["none", () => ({}), []],
    [
      "memory, time, environment, retries",
      () => ({
        memorySize: 512,
        timeout: Duration.minutes(1),
        environment: { STAGE: "dev" },
        retryAttempts: 0,
      }),
      [],
    ],
    // Lambda decrypts the environment itself, with its own grant: Developer Guide, "Securing Lambda environment variables".
    ["environmentEncryption", (stack) => ({ environmentEncryption: key(stack) }), []],
    // AWS X-Ray Developer Guide, "AWS Lambda and AWS X-Ray".
    ["tracing", () => ({ tracing: "Active" }), [["xray:PutTelemetryRecords xray:PutTraceSegments", "*"]]],
    ["vpc", () => ({ vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } }), VPC],
    [
      "filesystem",
      (stack) => files(stack, false),
      [...VPC, ["elasticfilesystem:ClientMount elasticfilesystem:ClientWrite", EFS, THROUGH_ACCESS_POINT]],
    ],
    [
      "filesystem, read only",
      (stack) => files(stack, true),
      [...VPC, ["elasticfilesystem:ClientMount", EFS, THROUGH_ACCESS_POINT]],
    ],
    // Lambda Developer Guide, "Adding a dead-letter queue".
    [
      "deadLetterQueueEnabled",
      () => ({ deadLetterQueueEnabled: true }),
      [["sqs:SendMessage", NAMED("sqs", "shop-dev-hello-dead-letters")]],
    ],
    ["deadLetterQueue", (stack) => ({ deadLetterQueue: queue(stack) }), [["sqs:SendMessage", QUEUE]]],
    ["deadLetterTopic", (stack) => ({ deadLetterTopic: topic(stack) }), [["sns:Publish", TOPIC]]],
    // Lambda Developer Guide, "Security and permissions for Lambda durable functions".
    [
      "durableConfig",
      () => ({ durableConfig: { executionTimeout: Duration.hours(1) } }),
      [["lambda:CheckpointDurableExecution lambda:GetDurableExecutionState", `${FUNCTION}:*`]],
    ],
    [
      "initialPolicy",
      () => ({ initialPolicy: [{ actions: ["s3:ListAllMyBuckets"], resources: ["*"] }] }),
      [["s3:ListAllMyBuckets", "*"]],
    ],
    // Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations".
    [
      "onFailure: a queue",
      (stack) => ({ onFailure: new SqsDestination(queue(stack)) }),
      [["sqs:SendMessage", QUEUE]],
    ],
    [
      "onFailure: an encrypted queue",
      (stack) => ({ onFailure: new SqsDestination(queue(stack, key(stack).arn)) }),
      [
        ["sqs:SendMessage", QUEUE],
        ["kms:Decrypt kms:GenerateDataKey", KEY],
      ],
    ],
    [
      "onSuccess: a topic",
      (stack) => ({ onSuccess: new SnsDestination(topic(stack)) }),
      [["sns:Publish", TOPIC]],
    ],
    [
      "onSuccess: a function",
      (stack) => ({ onSuccess: new LambdaDestination(functionOf(stack, "next")) }),
      [["lambda:InvokeFunction", NAMED("lambda", "function:shop-dev-next")]],
    ],
    [
      "onSuccess: an event bus",
      (stack) => ({ onSuccess: new EventBridgeDestination(bus(stack)) }),
      [["events:PutEvents", NAMED("events", "event-bus/orders")]],
    ],
    [
      "onSuccess: the default event bus",
      () => ({ onSuccess: new EventBridgeDestination() }),
      [["events:PutEvents", NAMED("events", "event-bus/default")]],
    ],
    [
      "onFailure: an encrypted bucket",
      (stack) => ({
        onFailure: new S3Destination(bucket(stack), { encryptionKey: key(stack) }),
      }),
      [
        ["s3:ListBucket", FILES],
        ["s3:PutObject", `${FILES}/*`],
        ["kms:GenerateDataKey", KEY],
      ],
    ],
  ])("%s", (_what, props, expected) => {
    expect(statementsOf(() => undefined, props)).toEqual(expected.map(statement));
  });
});

const GRANTS: readonly [string, Build, readonly Expected[]][] = [
  [
    "bucket: read",
    (fn, stack) => BucketGrants.fromBucket(bucket(stack)).read(fn),
    [
      ["s3:ListBucket", FILES],
      ["s3:GetObject", `${FILES}/*`],
    ],
  ],
  [
    "bucket: read some",
    (fn, stack) => BucketGrants.fromBucket(bucket(stack)).read(fn, "in/*"),
    [
      ["s3:ListBucket", FILES, { Condition: { StringLike: { "s3:prefix": "in/*" } } }],
      ["s3:GetObject", `${FILES}/in/*`],
    ],
  ],
  [
    "bucket: put",
    (fn, stack) => BucketGrants.fromBucket(bucket(stack)).put(fn, "out/*"),
    [["s3:AbortMultipartUpload s3:PutObject", `${FILES}/out/*`]],
  ],
  [
    "bucket: delete",
    (fn, stack) => BucketGrants.fromBucket(bucket(stack)).delete(fn),
    [["s3:DeleteObject", `${FILES}/*`]],
  ],
  [
    "bucket: write",
    (fn, stack) => BucketGrants.fromBucket(bucket(stack)).write(fn),
    [["s3:AbortMultipartUpload s3:DeleteObject s3:PutObject", `${FILES}/*`]],
  ],
  [
    "bucket: readWrite, encrypted",
    (fn, stack) => BucketGrants.fromBucket(bucket(stack), { encryptionKey: key(stack) }).readWrite(fn),
    [
      ["s3:ListBucket", FILES],
      ["s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:PutObject", `${FILES}/*`],
      ["kms:Decrypt kms:GenerateDataKey", KEY],
    ],
  ],
  [
    "bucket: read, encrypted",
    (fn, stack) => BucketGrants.fromBucket(bucket(stack), { encryptionKey: key(stack) }).read(fn),
    [
      ["s3:ListBucket", FILES],
      ["s3:GetObject", `${FILES}/*`],
      ["kms:Decrypt", KEY],
    ],
  ],
  [
    "table: readData",
    (fn, stack) => TableGrants.fromTable(table(stack)).readData(fn),
    [
      [READ, TABLE],
      ["dynamodb:Query dynamodb:Scan", `${TABLE}/index/byDay`],
    ],
  ],
  [
    "table: writeData, encrypted",
    (fn, stack) => TableGrants.fromTable(table(stack, key(stack).arn)).writeData(fn),
    [
      [WRITE, TABLE],
      ["kms:Decrypt", KEY],
    ],
  ],
  [
    "table: readWriteData",
    (fn, stack) => TableGrants.fromTable(table(stack)).readWriteData(fn),
    [
      [[...READ.split(" "), ...WRITE.split(" ")].sort().join(" "), TABLE],
      ["dynamodb:Query dynamodb:Scan", `${TABLE}/index/byDay`],
    ],
  ],
  [
    "table: streamRead",
    (fn, stack) => TableGrants.fromTable(table(stack)).streamRead(fn),
    [
      [
        "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator",
        "${aws_dynamodb_table.Orders.stream_arn}",
      ],
    ],
  ],
  [
    "queue: sendMessages",
    (fn, stack) => QueueGrants.fromQueue(queue(stack)).sendMessages(fn),
    [["sqs:SendMessage", QUEUE]],
  ],
  [
    "queue: consumeMessages, encrypted",
    (fn, stack) => QueueGrants.fromQueue(queue(stack, key(stack).arn)).consumeMessages(fn),
    [
      ["sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:ReceiveMessage", QUEUE],
      ["kms:Decrypt", KEY],
    ],
  ],
  ["queue: purge", (fn, stack) => QueueGrants.fromQueue(queue(stack)).purge(fn), [["sqs:PurgeQueue", QUEUE]]],
  [
    "topic: publish, encrypted",
    (fn, stack) => TopicGrants.fromTopic(topic(stack, key(stack).arn)).publish(fn),
    [
      ["sns:Publish", TOPIC],
      ["kms:Decrypt kms:GenerateDataKey", KEY],
    ],
  ],
  [
    "secret: read, encrypted",
    (fn, stack) => SecretGrants.fromSecret(secret(stack, key(stack).arn)).read(fn),
    [
      ["secretsmanager:GetSecretValue", "${aws_secretsmanager_secret.Password.arn}"],
      ["kms:Decrypt", KEY],
    ],
  ],
  [
    "secret: write",
    (fn, stack) => SecretGrants.fromSecret(secret(stack)).write(fn),
    [["secretsmanager:PutSecretValue", "${aws_secretsmanager_secret.Password.arn}"]],
  ],
  [
    "parameter: read, encrypted",
    (fn, stack) => ParameterGrants.fromParameter(parameter(stack, { keyId: key(stack).arn })).read(fn),
    [
      ["ssm:GetParameter ssm:GetParameters", NAMED("ssm", "parameter/shop/endpoint")],
      ["kms:Decrypt", KEY],
    ],
  ],
  [
    "parameter: write, encrypted",
    (fn, stack) => ParameterGrants.fromParameter(parameter(stack, { keyId: key(stack).arn })).write(fn),
    [
      ["ssm:PutParameter", NAMED("ssm", "parameter/shop/endpoint")],
      ["kms:Encrypt", KEY],
    ],
  ],
  [
    "parameter: write, encrypted, advanced",
    (fn, stack) =>
      ParameterGrants.fromParameter(parameter(stack, { keyId: key(stack).arn, tier: "Advanced" })).write(fn),
    [
      ["ssm:PutParameter", NAMED("ssm", "parameter/shop/endpoint")],
      ["kms:Encrypt kms:GenerateDataKey", KEY],
    ],
  ],
  [
    "key: encrypt",
    (fn, stack) => KeyGrants.fromKey(key(stack)).encrypt(fn),
    [["kms:Encrypt kms:GenerateDataKey", KEY]],
  ],
  ["key: decrypt", (fn, stack) => KeyGrants.fromKey(key(stack)).decrypt(fn), [["kms:Decrypt", KEY]]],
  [
    "key: encryptDecrypt",
    (fn, stack) => KeyGrants.fromKey(key(stack)).encryptDecrypt(fn),
    [["kms:Decrypt kms:Encrypt kms:GenerateDataKey", KEY]],
  ],
  [
    "event bus: allPutEvents",
    (fn, stack) => EventBusGrants.fromEventBus(bus(stack)).allPutEvents(fn),
    [["events:PutEvents", NAMED("events", "event-bus/orders")]],
  ],
  [
    "state machine: startExecution",
    (fn, stack) => StateMachineGrants.fromStateMachine(machine(stack)).startExecution(fn),
    [["states:StartExecution", NAMED("states", "stateMachine:checkout")]],
  ],
  [
    "state machine: startSyncExecution",
    (fn, stack) => StateMachineGrants.fromStateMachine(machine(stack)).startSyncExecution(fn),
    [["states:StartSyncExecution", NAMED("states", "stateMachine:checkout")]],
  ],
  [
    "function: grantInvoke",
    (fn, stack) => functionOf(stack, "next").grantInvoke(fn),
    [["lambda:InvokeFunction", NAMED("lambda", "function:shop-dev-next")]],
  ],
];

test.each(GRANTS)("grants: %s", (_what, build, expected) => {
  expect(statementsOf(build)).toEqual(expected.map(statement));
});

test("each method of each class of grants is in the table", () => {
  const methods = Object.entries(library)
    .filter(([name]) => name.endsWith("Grants"))
    .flatMap(([, grants]) => Object.getOwnPropertyNames((grants as { prototype: object }).prototype))
    .filter((method) => !["constructor", ...PRIVATE].includes(method));
  const table = GRANTS.map(([title]) => title.replace(/^.*: (\w+).*$/, "$1"));
  expect(methods.length).toBeGreaterThan(20);
  expect(methods.filter((method) => !table.includes(method))).toEqual([]);
});

/** Methods that TypeScript doesn't let anybody else call. */
const PRIVATE = ["allow", "indexes", "items", "key", "list", "objects"];

/** The statement as it is in the policy. */
function statement([actions, resources, more = {}]: Expected) {
  return { Action: actions.split(" "), Effect: "Allow", Resource: [resources].flat(), ...more };
}
