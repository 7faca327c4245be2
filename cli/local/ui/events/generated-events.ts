import type { GeneratedEvent } from "./generated-event";
import { sns, sqs } from "./messages";
import { cognito, eventBridge, schedule, secretRotation } from "./others";
import { s3Delete, s3Put } from "./storage";
import { dynamodb, firehose, kafka, kinesis, logs } from "./streams";
import { functionUrl, httpApi, loadBalancer, restApi } from "./web";

/** The events that can be generated. */
export const GENERATED_EVENTS: readonly GeneratedEvent[] = [
  sqs,
  sns,
  s3Put,
  s3Delete,
  dynamodb,
  kinesis,
  firehose,
  kafka,
  eventBridge,
  schedule,
  httpApi,
  restApi,
  functionUrl,
  loadBalancer,
  logs,
  cognito,
  secretRotation,
];
