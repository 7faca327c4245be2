import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Duration, Schedule, ScheduleEventSource, type ScheduleEventSourceProps } from "../../../lib";
import { only, type Synthesized } from "../../synth";
import { permissionsOf, withAlias, withFunction } from "./functions";

const HOURLY = { schedule: Schedule.rate(Duration.hours(1)) };
const withSchedule = (props: Partial<ScheduleEventSourceProps> = {}, on = withFunction) =>
  on((fn) => fn.addEventSource(new ScheduleEventSource("Hourly", { ...HOURLY, ...props })));

function scheduleRole(json: Synthesized["json"]) {
  const of = (type: string) =>
    Object.entries(json.resource[type]).find(([id]) => id.includes("ScheduleRole"))?.[1] as Record<
      string,
      string
    >;
  return {
    trust: JSON.parse(of("aws_iam_role").assume_role_policy ?? "").Statement,
    policy: JSON.parse(of("aws_iam_role_policy").policy ?? "").Statement,
  };
}

test("EventBridge Scheduler may invoke this function in this account, and nothing else", () => {
  const json = withSchedule();
  expect(scheduleRole(json)).toEqual({
    trust: [
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Principal: { Service: "scheduler.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ],
    policy: [
      {
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        Resource: ["arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-jobs"],
      },
    ],
  });
  expect(permissionsOf(json)).toEqual([]);
  expect(json.resource.aws_lambda_permission).toBeUndefined();
});

test("of an alias, it may invoke the alias alone", () => {
  const json = withSchedule({}, withAlias);
  expect(scheduleRole(json).policy[0].Resource).toEqual([
    "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-jobs:live",
  ]);
  expect(only(json, "aws_scheduler_schedule").target.arn).toMatch(/^\$\{aws_lambda_alias\./);
});

test("all schedules of a function share a role", () => {
  const json = withFunction((fn, stack) => {
    const deadLetterQueue = new SqsQueue(stack, "Failed", { name: "failed" });
    fn.addEventSource(new ScheduleEventSource("A", { ...HOURLY, deadLetterQueue }));
    fn.addEventSource(new ScheduleEventSource("B", { ...HOURLY, deadLetterQueue }));
  });
  expect(Object.keys(json.resource.aws_scheduler_schedule)).toHaveLength(2);
  expect(scheduleRole(json).policy.slice(1)).toEqual([
    {
      Effect: "Allow",
      Action: ["sqs:SendMessage"],
      Resource: ["arn:aws:sqs:eu-central-1:123456789012:failed"],
    },
  ]);
});

test("settings are written under Terraform's names", () => {
  const json = withSchedule({
    timeZone: "Europe/Berlin",
    event: { kind: "hourly" },
    flexibleTimeWindow: Duration.minutes(15),
    start: new Date("2027-01-01T00:00:00Z"),
    end: new Date("2028-01-01T00:00:00Z"),
    enabled: false,
    retryAttempts: 1,
  });
  expect(only(json, "aws_scheduler_schedule")).toMatchObject({
    name: "shop-dev-jobs-Hourly",
    schedule_expression: "rate(1 hour)",
    schedule_expression_timezone: "Europe/Berlin",
    flexible_time_window: { mode: "FLEXIBLE", maximum_window_in_minutes: 15 },
    start_date: "2027-01-01T00:00:00Z",
    end_date: "2028-01-01T00:00:00Z",
    state: "DISABLED",
    target: { input: '{"kind":"hourly"}', retry_policy: { maximum_retry_attempts: 1 } },
  });
});

test.each<[props: Partial<ScheduleEventSourceProps>, message: string]>([
  [{ flexibleTimeWindow: Duration.days(2) }, "flexibleTimeWindow must be a whole number from 1 to 1440"],
  [{ start: new Date(1e12), end: new Date(1e12) }, "isn't before end"],
])("%j is refused", (props, message) => {
  expect(() => withSchedule(props)).toThrow(message);
});

test.each([
  ["Each night", {}],
  ["Night", { scheduleName: "a".repeat(65) }],
])("the name that %s gets with %j is refused", (id, props) => {
  const add = () =>
    withFunction((fn) => fn.addEventSource(new ScheduleEventSource(id, { ...HOURLY, ...props })));
  expect(add).toThrow(
    `[shop/jobs, schedule ${id}] AWS would refuse this event source:\n  - the name must be 1 to 64 letters`,
  );
});

test("the key of a dead letter queue may be used", () => {
  const kmsMasterKeyId = "arn:aws:kms:eu-central-1:123456789012:key/6b1c1b04-33a4-4f8e-9d5b-0a3a2e0a5f11";
  const json = withFunction((fn, stack) => {
    const deadLetterQueue = new SqsQueue(stack, "Failed", { name: "failed", kmsMasterKeyId });
    fn.addEventSource(new ScheduleEventSource("A", { ...HOURLY, deadLetterQueue }));
  });
  expect(scheduleRole(json).policy.slice(2)).toEqual([
    { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: [kmsMasterKeyId] },
  ]);
});
