import { createHash } from "node:crypto";
import type { SNSEvent, SQSEvent } from "aws-lambda";
import { type GeneratedEvent, REQUEST_ID } from "./generated-event";

const BODY = JSON.stringify({ order: 17, item: "book" });

export const sqs: GeneratedEvent = {
  id: "sqs",
  title: "SQS: a message of a queue",
  resources: ["aws_sqs_queue"],
  build: ({ account, region, queueArn, time }): SQSEvent => ({
    Records: [
      {
        messageId: "19dd0b57-b21e-4ac1-bd88-01bbb068cb78",
        receiptHandle: "MessageReceiptHandle",
        body: BODY,
        attributes: {
          ApproximateReceiveCount: "1",
          SentTimestamp: String(time.getTime()),
          SenderId: account,
          ApproximateFirstReceiveTimestamp: String(time.getTime() + 1),
        },
        messageAttributes: {},
        md5OfBody: createHash("md5").update(BODY).digest("hex"),
        eventSource: "aws:sqs",
        eventSourceARN: queueArn,
        awsRegion: region,
      },
    ],
  }),
};

export const sns: GeneratedEvent = {
  id: "sns",
  title: "SNS: a message of a topic",
  resources: ["aws_sns_topic_subscription"],
  build: ({ region, topicArn, time }): SNSEvent => ({
    Records: [
      {
        EventVersion: "1.0",
        EventSubscriptionArn: `${topicArn}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`,
        EventSource: "aws:sns",
        Sns: {
          SignatureVersion: "1",
          Timestamp: time.toISOString(),
          Signature: "EXAMPLE",
          SigningCertUrl: `https://sns.${region}.amazonaws.com/SimpleNotificationService-0000.pem`,
          MessageId: REQUEST_ID,
          Message: BODY,
          MessageAttributes: {},
          Type: "Notification",
          UnsubscribeUrl: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}`,
          TopicArn: topicArn,
          Subject: "An order",
        },
      },
    ],
  }),
};
