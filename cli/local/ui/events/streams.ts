import { gzipSync } from "node:zlib";
import type {
  CloudWatchLogsDecodedData,
  CloudWatchLogsEvent,
  DynamoDBStreamEvent,
  FirehoseTransformationEvent,
  KinesisStreamEvent,
  MSKEvent,
} from "aws-lambda";
import type { GeneratedEvent } from "./generated-event";

const SEQUENCE = "49590338271490256608559692538361571095921575989136588898";
const DATA = base64(JSON.stringify({ order: 17, item: "book" }));

export const dynamodb: GeneratedEvent = {
  id: "dynamodb",
  title: "DynamoDB: an item of a table was changed",
  resources: ["aws_dynamodb_table"],
  build: ({ region, tableStreamArn, time }): DynamoDBStreamEvent => ({
    Records: [
      {
        eventID: "c4ca4238a0b923820dcc509a6f75849b",
        eventName: "MODIFY",
        eventVersion: "1.1",
        eventSource: "aws:dynamodb",
        awsRegion: region,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(time.getTime() / 1_000),
          Keys: { id: { S: "17" } },
          NewImage: { id: { S: "17" }, item: { S: "book" }, count: { N: "2" } },
          OldImage: { id: { S: "17" }, item: { S: "book" }, count: { N: "1" } },
          SequenceNumber: "4421584500000000017450439091",
          SizeBytes: 59,
          StreamViewType: "NEW_AND_OLD_IMAGES",
        },
        eventSourceARN: tableStreamArn,
      },
    ],
  }),
};

export const kinesis: GeneratedEvent = {
  id: "kinesis",
  title: "Kinesis: a record of a stream",
  resources: ["aws_kinesis_stream"],
  build: ({ account, region, streamArn, time }): KinesisStreamEvent => ({
    Records: [
      {
        kinesis: {
          partitionKey: "17",
          kinesisSchemaVersion: "1.0",
          data: DATA,
          sequenceNumber: SEQUENCE,
          approximateArrivalTimestamp: time.getTime() / 1_000,
        },
        eventSource: "aws:kinesis",
        eventID: `shardId-000000000000:${SEQUENCE}`,
        invokeIdentityArn: `arn:aws:iam::${account}:role/example`,
        eventVersion: "1.0",
        eventName: "aws:kinesis:record",
        eventSourceARN: streamArn,
        awsRegion: region,
      },
    ],
  }),
};

export const firehose: GeneratedEvent = {
  id: "firehose",
  title: "Firehose: records to transform",
  resources: ["aws_kinesis_firehose_delivery_stream"],
  build: ({ region, deliveryStreamArn, time }): FirehoseTransformationEvent => ({
    invocationId: "d9a2c4bc-1111-2222-3333-444444444444",
    deliveryStreamArn,
    region,
    records: [{ recordId: SEQUENCE, approximateArrivalTimestamp: time.getTime(), data: DATA }],
  }),
};

export const kafka: GeneratedEvent = {
  id: "kafka",
  title: "Kafka (MSK): a record of a topic",
  resources: ["aws_msk_cluster"],
  build: ({ region, clusterArn, time }): MSKEvent => ({
    eventSource: "aws:kafka",
    eventSourceArn: clusterArn,
    bootstrapServers: `b-1.example.kafka.${region}.amazonaws.com:9092`,
    records: {
      "orders-0": [
        {
          topic: "orders",
          partition: 0,
          offset: 15,
          timestamp: time.getTime(),
          timestampType: "CREATE_TIME",
          key: base64("17"),
          value: DATA,
          headers: [{ origin: [...Buffer.from("web")] }],
        },
      ],
    },
  }),
};

export const logs: GeneratedEvent = {
  id: "logs",
  title: "CloudWatch Logs: lines of a log group",
  resources: ["aws_cloudwatch_log_subscription_filter"],
  build: ({ account, logGroup, time }): CloudWatchLogsEvent => {
    const data: CloudWatchLogsDecodedData = {
      owner: account,
      logGroup,
      logStream: "2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
      subscriptionFilters: ["example"],
      messageType: "DATA_MESSAGE",
      logEvents: [
        {
          id: "35553338271490256608559692538361571095921575989136588898",
          timestamp: time.getTime(),
          message: "[ERROR] an order has no item",
        },
      ],
    };
    return { awslogs: { data: gzipSync(JSON.stringify(data)).toString("base64") } };
  },
};

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
