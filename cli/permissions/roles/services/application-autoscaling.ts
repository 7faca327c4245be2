import type { Permission, ResourceTypes } from "../resource-type";
import { READ_OTHER } from "./source";

/** AWS chooses the last part, so the service and the dimension identify the target. */
const TARGET = "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*";
const CONDITION = {
  StringEquals: {
    "application-autoscaling:service-namespace": "{service_namespace}",
    "application-autoscaling:scalable-dimension": "{scalable_dimension}",
  },
};
/** The resource id of a function's alias or version is the last part of its ARN: `function:name:alias`. */
const ALIAS = "arn:{partition}:lambda:{region}:{account}:{resource_id}";
/** Target tracking makes these in the caller's name. */
const ALARMS = "arn:{partition}:cloudwatch:{region}:{account}:alarm:TargetTracking-{resource_id}-*";

/**
 * "Permissions required for API actions on target services and CloudWatch", Application Auto Scaling User Guide: who configures scaling has to have
 * the permissions for the resource that is scaled. Only provisioned concurrency of functions is in this table.
 */
const PROVISIONED_CONCURRENCY: Permission = {
  actions: [
    "lambda:GetProvisionedConcurrencyConfig",
    "lambda:PutProvisionedConcurrencyConfig",
    "lambda:DeleteProvisionedConcurrencyConfig",
  ],
  on: ALIAS,
};
/** The first target of an account makes the role that scales. */
const SERVICE_LINKED_ROLE: Permission = {
  actions: ["iam:CreateServiceLinkedRole"],
  on: "arn:{partition}:iam::{account}:role/aws-service-role/lambda.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
  condition: { StringEquals: { "iam:AWSServiceName": "lambda.application-autoscaling.amazonaws.com" } },
};

export const applicationAutoscaling: ResourceTypes = {
  aws_appautoscaling_target: {
    source: READ_OTHER,
    arn: TARGET,
    attributes: { id: "{resource_id}" },
    read: [
      { actions: ["application-autoscaling:DescribeScalableTargets"], on: "*" },
      { actions: ["application-autoscaling:ListTagsForResource"], on: TARGET },
    ],
    create: [
      {
        actions: ["application-autoscaling:RegisterScalableTarget"],
        on: TARGET,
        condition: CONDITION,
      },
      { actions: ["application-autoscaling:TagResource"], on: TARGET, when: "tags" },
      PROVISIONED_CONCURRENCY,
      SERVICE_LINKED_ROLE,
    ],
    update: [{ actions: ["application-autoscaling:UntagResource"], on: TARGET, when: "tags" }],
    delete: [
      {
        actions: ["application-autoscaling:DeregisterScalableTarget"],
        on: TARGET,
        condition: CONDITION,
      },
    ],
    passes: [{ argument: "role_arn", service: "application-autoscaling.amazonaws.com" }],
  },
  aws_appautoscaling_policy: {
    source: READ_OTHER,
    attributes: { id: "{name}" },
    read: [{ actions: ["application-autoscaling:DescribeScalingPolicies"], on: "*" }],
    create: [
      { actions: ["application-autoscaling:PutScalingPolicy"], on: TARGET, condition: CONDITION },
      { actions: ["cloudwatch:PutMetricAlarm", "cloudwatch:DescribeAlarms"], on: ALARMS },
    ],
    delete: [
      { actions: ["application-autoscaling:DeleteScalingPolicy"], on: TARGET, condition: CONDITION },
      { actions: ["cloudwatch:DeleteAlarms"], on: ALARMS },
    ],
  },
  aws_appautoscaling_scheduled_action: {
    source: READ_OTHER,
    attributes: { id: "{name}-{service_namespace}-{resource_id}" },
    read: [{ actions: ["application-autoscaling:DescribeScheduledActions"], on: "*" }],
    create: [{ actions: ["application-autoscaling:PutScheduledAction"], on: TARGET, condition: CONDITION }],
    delete: [
      { actions: ["application-autoscaling:DeleteScheduledAction"], on: TARGET, condition: CONDITION },
    ],
  },
};
