import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import { KinesisStreamConsumer } from "@cdktf/provider-aws/lib/kinesis-stream-consumer";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { MskServerlessCluster } from "@cdktf/provider-aws/lib/msk-serverless-cluster";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import {
  AlbEventSource,
  ApiEventSource,
  CloudWatchLogsEventSource,
  CognitoEventSource,
  Duration,
  DynamoEventSource,
  EventBridgeRuleEventSource,
  EventType,
  FilterCriteria,
  FilterRule,
  type FunctionBase,
  HttpApiEventSource,
  type IDestination,
  type IEventSource,
  IoTRuleEventSource,
  KinesisEventSource,
  ListenerCondition,
  ManagedKafkaEventSource,
  MetricType,
  S3EventSource,
  Schedule,
  ScheduleEventSource,
  SelfManagedKafkaEventSource,
  SnsEventSource,
  SqsEventSource,
  StartingPosition,
  UserPoolOperation,
} from "../../../lib";

/** A queue as a destination. */
export function queueDestination(queue: SqsQueue): IDestination {
  return {
    bind: () => ({
      destination: queue.arn,
      statements: [{ actions: ["sqs:SendMessage"], resources: [queue.arn] }],
    }),
  };
}

/** What the stack finds in the account. */
export interface Found {
  readonly vpcId: string;
  readonly subnetIds: readonly [string, string];
  readonly loadBalancerArn: string;
  readonly fileSystemId: string;
  readonly permissionsBoundary: string;
}

export const FOUND: Found = {
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  loadBalancerArn:
    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188",
  fileSystemId: "fs-0123456789abcdef0",
  permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
};

/** The neighbours of `allSources`. */
export class Neighbours extends Construct {
  readonly key = new KmsKey(this, "Key", {});
  readonly queue = new SqsQueue(this, "Queue", { name: "jobs" });
  readonly failed = new SqsQueue(this, "Failed", { name: "failed" });
  readonly topic = new SnsTopic(this, "Topic", { name: "news" });
  readonly bucket = new S3Bucket(this, "Bucket", { bucket: "uploads" });
  readonly table = new DynamodbTable(this, "Table", {
    name: "orders",
    billingMode: "PAY_PER_REQUEST",
    hashKey: "id",
    attribute: [{ name: "id", type: "S" }],
    streamEnabled: true,
    streamViewType: "NEW_IMAGE",
  });
  readonly stream = new KinesisStream(this, "Stream", { name: "clicks", shardCount: 1 });
  readonly consumer = new KinesisStreamConsumer(this, "Consumer", {
    name: "jobs",
    streamArn: this.stream.arn,
  });
  readonly cluster?: MskServerlessCluster;
  readonly secret = new SecretsmanagerSecret(this, "Secret", { name: "kafka" });
  readonly bus = new CloudwatchEventBus(this, "Bus", { name: "shop" });
  readonly httpApi = new Apigatewayv2Api(this, "HttpApi", { name: "shop", protocolType: "HTTP" });
  readonly restApi = new ApiGatewayRestApi(this, "RestApi", { name: "shop" });
  readonly listener: LbListener;
  readonly userPool = new CognitoUserPool(this, "UserPool", { name: "customers" });
  readonly logGroup = new CloudwatchLogGroup(this, "Logs", { name: "/shop/audit" });

  /** @param emulated whether the local AWS has to have all of it. It has no Kafka, no consumers of streams, and no conditions on query strings. */
  constructor(
    scope: Construct,
    id: string,
    readonly found: Found = FOUND,
    readonly emulated = false,
  ) {
    super(scope, id);
    if (!emulated) {
      this.cluster = new MskServerlessCluster(this, "Cluster", {
        clusterName: "events",
        clientAuthentication: { sasl: { iam: { enabled: true } } },
        vpcConfig: [{ subnetIds: [...found.subnetIds] }],
      });
    }
    this.listener = new LbListener(this, "Listener", {
      loadBalancerArn: found.loadBalancerArn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
      ],
    });
  }
}

/** Each event source, with all settings that don't exclude each other. */
export function allSources(n: Neighbours, name: string, place: number): IEventSource[] {
  const onFailure = queueDestination(n.failed);
  const filters = [FilterCriteria.filter({ body: { status: FilterRule.isEqual("new") } })];
  const stream = {
    batchSize: 10,
    maxBatchingWindow: Duration.seconds(5),
    bisectBatchOnError: true,
    maxRecordAge: Duration.hours(1),
    retryAttempts: 2,
    reportBatchItemFailures: true,
    onFailure,
    enabled: true,
    filters,
  } as const;
  const shards = { ...stream, parallelizationFactor: 2, tumblingWindow: Duration.minutes(1) };
  const pollers = { provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 4 } };
  return [
    new SqsEventSource(n.queue, {
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(5),
      maxConcurrency: 2,
      reportBatchItemFailures: true,
      filters,
      filterEncryption: n.key,
      encryptionKey: n.key,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    }),
    new SnsEventSource(n.topic, { filterPolicy: { status: ["new"] }, deadLetterQueue: n.failed }),
    new S3EventSource(n.bucket, {
      events: [EventType.OBJECT_CREATED],
      filters: [{ prefix: `${name}/` }, { suffix: ".jpg" }],
    }),
    new S3EventSource(n.bucket, { events: [EventType.OBJECT_REMOVED], filters: [{ prefix: `${name}/` }] }),
    new DynamoEventSource(n.table, { ...shards, startingPosition: StartingPosition.LATEST }),
    new KinesisEventSource(n.stream, { ...shards, startingPosition: StartingPosition.TRIM_HORIZON }),
    ...(n.cluster
      ? [
          new KinesisEventSource(n.stream, {
            streamConsumer: n.consumer,
            startingPosition: StartingPosition.AT_TIMESTAMP,
            startingPositionTimestamp: 1_700_000_000,
          }),
          new ManagedKafkaEventSource({
            ...stream,
            ...pollers,
            cluster: n.cluster,
            topic: "orders",
            consumerGroupId: `group-${name}`,
            startingPosition: StartingPosition.LATEST,
          }),
          new SelfManagedKafkaEventSource({
            ...stream,
            ...pollers,
            topic: "orders",
            bootstrapServers: ["one.example.com:9096", "two.example.com:9096"],
            consumerGroupId: `own-${name}`,
            secret: n.secret,
            rootCACertificate: n.secret,
            vpc: { subnetIds: [n.found.subnetIds[0]], securityGroupIds: ["sg-1"] },
            startingPosition: StartingPosition.TRIM_HORIZON,
          }),
        ]
      : []),
    new EventBridgeRuleEventSource("Placed", {
      eventBus: n.bus,
      eventPattern: {
        source: ["shop"],
        detailType: ["Order placed"],
        detail: { total: [{ numeric: [">", 9] }] },
      },
      description: "Orders",
      enabled: true,
      maxEventAge: Duration.hours(1),
      retryAttempts: 3,
      deadLetterQueue: n.failed,
      event: { kind: "placed" },
    }),
    new EventBridgeRuleEventSource("Any", { eventPattern: { source: ["aws.s3"] } }),
    new ScheduleEventSource("Nightly", {
      schedule: Schedule.cron({ hour: "3", minute: "0", weekDay: "MON-FRI" }),
      timeZone: "Europe/Berlin",
      event: { kind: "nightly" },
      flexibleTimeWindow: Duration.minutes(15),
      description: "Cleans up",
      enabled: true,
      start: new Date("2026-12-01T00:00:00Z"),
      end: new Date("2027-12-01T00:00:00Z"),
      retryAttempts: 2,
      maxEventAge: Duration.minutes(10),
      deadLetterQueue: n.failed,
    }),
    new ScheduleEventSource("Often", { schedule: Schedule.rate(Duration.minutes(5)) }),
    new ScheduleEventSource("Once", { schedule: Schedule.at(new Date("2027-01-01T12:00:00Z")) }),
    new HttpApiEventSource("ANY", "$default"),
    new HttpApiEventSource("GET", `/${name}/{id}`, {
      api: n.httpApi,
      authorizer: "AWS_IAM",
      timeout: Duration.seconds(10),
    }),
    new ApiEventSource("GET", "/"),
    new ApiEventSource("POST", "/orders/{id}"),
    new ApiEventSource("ANY", `/${name}/{proxy+}`, {
      api: n.restApi,
      authorizer: "AWS_IAM",
      apiKeyRequired: true,
      stageName: "v1",
    }),
    new AlbEventSource(n.listener, {
      priority: place,
      conditions: [
        ListenerCondition.pathPatterns(["/orders/*"]),
        ListenerCondition.hostHeaders(["shop.example.com"]),
        ListenerCondition.httpHeader("X-Version", ["2"]),
        ...(n.emulated ? [] : [ListenerCondition.queryStrings([{ key: "a", value: "b" }])]),
        ListenerCondition.sourceIps(["10.0.0.0/8"]),
      ],
      multiValueHeadersEnabled: true,
      healthCheckPath: "/health",
    }),
    ...(place === 1
      ? [
          new CognitoEventSource(n.userPool, { operation: UserPoolOperation.PRE_SIGN_UP }),
          new CognitoEventSource(n.userPool, { operation: UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG }),
        ]
      : [
          new CognitoEventSource(n.userPool, {
            operation: UserPoolOperation.CUSTOM_EMAIL_SENDER,
            customSenderKmsKey: n.key,
          }),
        ]),
    new IoTRuleEventSource("Readings", { sql: "SELECT *, topic(2) AS sensor FROM 'sensors/${x}/readings'" }),
    new CloudWatchLogsEventSource(n.logGroup, { filterPattern: '{ $.level = "ERROR" }' }),
  ];
}

/** Adds each event source. */
export function addAll(fn: FunctionBase, neighbours: Neighbours, name: string, place: number): void {
  for (const source of allSources(neighbours, name, place)) fn.addEventSource(source);
}
