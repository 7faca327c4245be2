import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const SCHEDULE = "arn:{partition}:scheduler:{region}:{account}:schedule/{group_name}/{name}";
const GROUP = "arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}";

export const scheduler: ResourceTypes = {
  aws_scheduler_schedule: {
    source: SEEN,
    arn: SCHEDULE,
    defaults: { group_name: "default", name: "terraform-*" },
    read: [{ actions: ["scheduler:GetSchedule"], on: SCHEDULE }],
    create: [{ actions: ["scheduler:CreateSchedule"], on: SCHEDULE }],
    update: [{ actions: ["scheduler:UpdateSchedule"], on: SCHEDULE }],
    delete: [{ actions: ["scheduler:DeleteSchedule"], on: SCHEDULE }],
    passes: [{ argument: "target.role_arn", service: "scheduler.amazonaws.com" }],
  },
  aws_scheduler_schedule_group: {
    source: READ,
    arn: GROUP,
    attributes: { id: "{name}" },
    defaults: { name: "terraform-*" },
    read: [{ actions: ["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"], on: GROUP }],
    create: [
      { actions: ["scheduler:CreateScheduleGroup"], on: GROUP },
      { actions: ["scheduler:TagResource"], on: GROUP, when: "tags" },
    ],
    update: [{ actions: ["scheduler:UntagResource"], on: GROUP, when: "tags" }],
    // A group is deleted with its schedules.
    delete: [{ actions: ["scheduler:DeleteScheduleGroup"], on: GROUP }],
  },
};
