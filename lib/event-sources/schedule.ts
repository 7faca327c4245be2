import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import type { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { AwsEnvironment } from "../aws-environment";
import type { Duration } from "../duration";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { refuseWithTenants } from "../function/tenants";
import { sendMessagesStatements } from "../grants/queue-grants";
import { limitedName } from "../limited-name";
import { rangeProblem } from "../range-problem";
import type { Schedule } from "../schedule";
import { ServiceRole } from "../service-role";
import { jsonText } from "../terraform-text";
import {
  type DeliveryOptions,
  deliveryConfig,
  deliveryProblems,
  MAX_RULE_NAME,
  ruleNameProblems,
} from "./event-bridge-rule";
import { refuse } from "./event-source-mapping";

/** Settings of a ScheduleEventSource. */
export interface ScheduleEventSourceProps extends DeliveryOptions {
  /** When the function is invoked, for example `Schedule.rate(Duration.hours(1))`. */
  readonly schedule: Schedule;
  /** The time zone of `cron` and `at`, for example `Europe/Berlin`. @default - UTC */
  readonly timeZone?: string;
  /** What the function gets, as JSON. @default - an event of EventBridge with the schedule's ARN */
  readonly event?: unknown;
  /** Not exactly at the time, but within this time after it, up to 24 hours. @default - at the time */
  readonly flexibleTimeWindow?: Duration;
  /** The name, up to 64 characters. @default - the function's name and the id */
  readonly scheduleName?: string;
  /** @default - the group `default` */
  readonly scheduleGroup?: SchedulerScheduleGroup;
  /** For people. @default - none */
  readonly description?: string;
  /** Whether the function is invoked. @default true */
  readonly enabled?: boolean;
  /** @default - at once */
  readonly start?: Date;
  /** @default - never */
  readonly end?: Date;
}

/** Amazon EventBridge Scheduler API Reference, FlexibleTimeWindow (read 2026-11-28). */
const WINDOW_MINUTES = { min: 1, max: 1_440 };

/**
 * A schedule of EventBridge Scheduler that invokes the function, asynchronously. It is not a rule of EventBridge, which knows no
 * time zone, no single time and no end, and of which AWS says "legacy". All schedules of a function share one role.
 */
export class ScheduleEventSource implements IEventSource {
  private created: SchedulerSchedule | undefined;

  /**
   * @param id a name for the schedule, which is part of its address and its name
   * @throws Error when EventBridge Scheduler would refuse the settings
   */
  constructor(
    private readonly id: string,
    private readonly props: ScheduleEventSourceProps,
  ) {
    const { start, end, flexibleTimeWindow } = props;
    refuse(`schedule ${id}`, [
      ...deliveryProblems(props),
      ...rangeProblem("flexibleTimeWindow", flexibleTimeWindow?.toMinutes(), WINDOW_MINUTES, "minutes"),
      ...(start && end && start >= end
        ? [`start, ${start.toISOString()}, isn't before end, ${end.toISOString()}`]
        : []),
    ]);
  }

  /** The resource, for arguments that this class doesn't have. Undefined before the source was added to a function. */
  get scheduleResource(): SchedulerSchedule | undefined {
    return this.created;
  }

  bind(fn: FunctionBase): void {
    const { props } = this;
    const { flexibleTimeWindow, description, enabled, start, end, timeZone, scheduleGroup } = props;
    const name =
      props.scheduleName ?? limitedName(`${AwsEnvironment.of(fn).nameOf(fn)}-${this.id}`, MAX_RULE_NAME);
    refuse(`${fn.node.path}, schedule ${this.id}`, ruleNameProblems(name, "scheduleName"));
    refuseWithTenants(fn, "a schedule");
    const { resource: role, policy } = invokeRole(fn);
    const { deadLetterQueue } = props;
    const send = deadLetterQueue ? sendMessagesStatements(fn, deadLetterQueue, {}) : [];
    for (const statement of send) policy.add(statement);
    this.created = new SchedulerSchedule(fn, `Schedule-${this.id}`, {
      name,
      scheduleExpression: props.schedule.expressionString,
      flexibleTimeWindow: flexibleTimeWindow
        ? { mode: "FLEXIBLE", maximumWindowInMinutes: flexibleTimeWindow.toMinutes() }
        : { mode: "OFF" },
      ...(timeZone !== undefined && { scheduleExpressionTimezone: timeZone }),
      ...(scheduleGroup && { groupName: scheduleGroup.name }),
      ...(description !== undefined && { description }),
      ...(enabled !== undefined && { state: enabled ? "ENABLED" : "DISABLED" }),
      ...(start && { startDate: rfc3339(start) }),
      ...(end && { endDate: rfc3339(end) }),
      target: {
        arn: fn.functionArn,
        roleArn: role.arn,
        ...(props.event !== undefined && { input: jsonText(props.event) }),
        ...deliveryConfig(props),
      },
      // Otherwise the first invocations could be refused.
      dependsOn: [policy.resource],
    });
  }
}

/** The role with which EventBridge Scheduler invokes a function. */
function invokeRole(fn: FunctionBase): ServiceRole {
  const found = fn.node.tryFindChild("ScheduleRole") as ServiceRole | undefined;
  const environment = AwsEnvironment.of(fn);
  return (
    found ??
    new ServiceRole(fn, "ScheduleRole", {
      name: `${environment.nameOf(fn)}-schedule`,
      service: "scheduler.amazonaws.com",
      // Amazon EventBridge Scheduler User Guide, "Confused deputy prevention" (read 2026-11-28).
      conditions: { StringEquals: { "aws:SourceAccount": environment.account } },
      statements: [{ actions: ["lambda:InvokeFunction"], resources: [fn._arnInPolicies] }],
    })
  );
}

/** A time as Terraform's provider wants it. */
function rfc3339(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, "Z");
}
