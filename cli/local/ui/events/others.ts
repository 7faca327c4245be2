import type {
  EventBridgeEvent,
  PreSignUpTriggerEvent,
  ScheduledEvent,
  SecretsManagerRotationEvent,
} from "aws-lambda";
import { type GeneratedEvent, REQUEST_ID } from "./generated-event";

export const eventBridge: GeneratedEvent = {
  id: "event-bridge",
  title: "EventBridge: an event that matches a rule",
  resources: ["aws_cloudwatch_event_rule"],
  build: ({ account, region, time }): EventBridgeEvent<string, object> => ({
    version: "0",
    id: REQUEST_ID,
    "detail-type": "Order placed",
    source: "com.example.shop",
    account,
    time: seconds(time),
    region,
    resources: [],
    detail: { order: 17, item: "book" },
  }),
};

export const schedule: GeneratedEvent = {
  id: "schedule",
  title: "EventBridge: the time of a schedule came",
  resources: ["aws_scheduler_schedule", "aws_cloudwatch_event_rule"],
  build: ({ account, region, ruleArn, time }): ScheduledEvent => ({
    version: "0",
    id: REQUEST_ID,
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account,
    time: seconds(time),
    region,
    resources: [ruleArn],
    detail: {},
  }),
};

export const cognito: GeneratedEvent = {
  id: "cognito",
  title: "Cognito: somebody signs up in a user pool",
  resources: ["aws_cognito_user_pool"],
  build: ({ region, userPoolId }): PreSignUpTriggerEvent => ({
    version: "1",
    region,
    userPoolId,
    triggerSource: "PreSignUp_SignUp",
    userName: "example",
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "1example23456789" },
    request: { userAttributes: { email: "someone@example.com" } },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  }),
};

export const secretRotation: GeneratedEvent = {
  id: "secret-rotation",
  title: "Secrets Manager: a secret is rotated",
  resources: ["aws_secretsmanager_secret_rotation"],
  build: ({ secretArn }): SecretsManagerRotationEvent => ({
    Step: "createSecret",
    SecretId: secretArn,
    ClientRequestToken: REQUEST_ID,
  }),
};

/** Without milliseconds, as EventBridge writes it. */
function seconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
