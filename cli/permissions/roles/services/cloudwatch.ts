import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

/** Dashboards belong to no region. */
const DASHBOARD = "arn:{partition}:cloudwatch::{account}:dashboard/{dashboard_name}";
const ALARM = "arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarm_name}";

export const cloudwatch: ResourceTypes = {
  aws_cloudwatch_dashboard: {
    source: SEEN,
    attributes: { dashboard_arn: DASHBOARD, id: "{dashboard_name}" },
    read: [{ actions: ["cloudwatch:GetDashboard"], on: DASHBOARD }],
    create: [{ actions: ["cloudwatch:PutDashboard"], on: DASHBOARD }],
    delete: [{ actions: ["cloudwatch:DeleteDashboards"], on: DASHBOARD }],
  },
  aws_cloudwatch_metric_alarm: {
    source: SEEN,
    arn: ALARM,
    attributes: { id: "{alarm_name}" },
    read: [{ actions: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"], on: ALARM }],
    create: [
      { actions: ["cloudwatch:PutMetricAlarm"], on: ALARM },
      { actions: ["cloudwatch:TagResource"], on: ALARM, when: "tags" },
    ],
    update: [{ actions: ["cloudwatch:UntagResource"], on: ALARM, when: "tags" }],
    delete: [{ actions: ["cloudwatch:DeleteAlarms"], on: ALARM }],
  },
};
