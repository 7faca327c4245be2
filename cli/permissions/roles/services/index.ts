import type { ResourceTypes } from "../resource-type";
import { apigateway } from "./apigateway";
import { applicationAutoscaling } from "./application-autoscaling";
import { budgets } from "./budgets";
import { cloudwatch } from "./cloudwatch";
import { codedeploy } from "./codedeploy";
import { cognito } from "./cognito";
import { dynamodb } from "./dynamodb";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { efs } from "./efs";
import { elasticloadbalancing } from "./elasticloadbalancing";
import { events } from "./events";
import { firehose } from "./firehose";
import { iam } from "./iam";
import { iot } from "./iot";
import { kafka } from "./kafka";
import { kinesis } from "./kinesis";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { logs } from "./logs";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { secretsmanager } from "./secretsmanager";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { ssm } from "./ssm";
import { states } from "./states";

/** All types that the roles of plan and deploy can be generated for, one file a service. */
export const RESOURCE_TYPES: ResourceTypes = {
  ...apigateway,
  ...applicationAutoscaling,
  ...budgets,
  ...cloudwatch,
  ...codedeploy,
  ...cognito,
  ...dynamodb,
  ...ec2,
  ...ecr,
  ...efs,
  ...elasticloadbalancing,
  ...events,
  ...firehose,
  ...iam,
  ...iot,
  ...kafka,
  ...kinesis,
  ...kms,
  ...lambda,
  ...logs,
  ...s3,
  ...scheduler,
  ...secretsmanager,
  ...sns,
  ...sqs,
  ...ssm,
  ...states,
  "data.aws_caller_identity": { source: "needs no permission", read: [] },
  "data.aws_partition": { source: "computed by the provider", read: [] },
  "data.aws_region": { source: "computed by the provider", read: [] },
};
