import type { ResourceTypes } from "../resource-type";
import { apigateway } from "./apigateway";
import { applicationAutoscaling } from "./application-autoscaling";
import { cloudwatch } from "./cloudwatch";
import { codedeploy } from "./codedeploy";
import { cognito } from "./cognito";
import { dynamodb } from "./dynamodb";
import { ecr } from "./ecr";
import { elasticloadbalancing } from "./elasticloadbalancing";
import { events } from "./events";
import { iam } from "./iam";
import { kinesis } from "./kinesis";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { sns } from "./sns";
import { sqs } from "./sqs";

/** All types that the roles of plan and deploy can be generated for, one file a service. */
export const RESOURCE_TYPES: ResourceTypes = {
  ...apigateway,
  ...applicationAutoscaling,
  ...cloudwatch,
  ...codedeploy,
  ...cognito,
  ...dynamodb,
  ...ecr,
  ...elasticloadbalancing,
  ...events,
  ...iam,
  ...kinesis,
  ...lambda,
  ...logs,
  ...s3,
  ...scheduler,
  ...sns,
  ...sqs,
  "data.aws_caller_identity": { source: "needs no permission", read: [] },
  "data.aws_partition": { source: "computed by the provider", read: [] },
  "data.aws_region": { source: "computed by the provider", read: [] },
};
