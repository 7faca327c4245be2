import type { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { DataAwsCloudwatchEventBus } from "@cdktf/provider-aws/lib/data-aws-cloudwatch-event-bus";
import type { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Token } from "cdktf";
import { AwsEnvironment } from "../aws-environment";
import type { Duration } from "../duration";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { limitedName } from "../limited-name";
import { rangeProblem } from "../range-problem";
import { jsonText } from "../terraform-text";
import { refuse } from "./event-source-mapping";

/** Which events match. Each list holds accepted values or rules, for example `["aws.s3"]` or `[{ prefix: "orders/" }]`. */
export interface EventPattern {
  /** The account. @default - any */
  readonly account?: readonly unknown[];
  /** The event's own content, whose keys may be nested. */
  readonly detail?: { readonly [key: string]: unknown };
  /** The kind of event, for example `["Object Created"]`. @default - any */
  readonly detailType?: readonly unknown[];
  /** The event's id. @default - any */
  readonly id?: readonly unknown[];
  /** The region. @default - any */
  readonly region?: readonly unknown[];
  /** ARNs of what the event is about. @default - any */
  readonly resources?: readonly unknown[];
  /** Where it comes from, for example `["aws.s3"]`. @default - any */
  readonly source?: readonly unknown[];
  /** When it happened. @default - any */
  readonly time?: readonly unknown[];
  /** The version of the event's form. @default - any */
  readonly version?: readonly unknown[];
}

/** What happens with an event that can't be delivered. */
export interface DeliveryOptions {
  /** Where undelivered events go. @default - they are lost */
  readonly deadLetterQueue?: SqsQueue | DataAwsSqsQueue;
  /** How old an event may become before it is dropped, 60 seconds to 24 hours. @default Duration.hours(24) */
  readonly maxEventAge?: Duration;
  /** How often a delivery is tried again, 0 to 185. @default 185 */
  readonly retryAttempts?: number;
}

/** Settings of an EventBridgeRuleEventSource. */
export interface EventBridgeRuleEventSourceProps extends DeliveryOptions {
  /** Which events invoke the function. */
  readonly eventPattern: EventPattern;
  /** The bus. @default - the account's default bus, with the events of AWS */
  readonly eventBus?: CloudwatchEventBus | DataAwsCloudwatchEventBus;
  /** The name, up to 64 characters. @default - the function's name and the id */
  readonly ruleName?: string;
  /** For people. @default - none */
  readonly description?: string;
  /** Whether events match. @default true */
  readonly enabled?: boolean;
  /** What the function gets instead of the event, as JSON. @default - the event */
  readonly event?: unknown;
}

/**
 * Amazon EventBridge API Reference, RetryPolicy, and Amazon EventBridge Scheduler API Reference, RetryPolicy (read
 * 2026-11-28).
 */
const LIMITS = {
  eventAgeSeconds: { min: 60, max: 86_400 },
  retryAttempts: { min: 0, max: 185 },
} as const;

/** The longest name of a rule, and of a schedule: API References of both, Name (read 2026-11-28). */
export const MAX_RULE_NAME = 64;

/** Amazon EventBridge API Reference, PutRule, and Amazon EventBridge Scheduler API Reference, CreateSchedule: Name (read 2026-11-28). */
const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

/** Describes a name of a rule or a schedule that would be refused. Empty when it wouldn't. @param property sets the name */
export function ruleNameProblems(name: string, property: "ruleName" | "scheduleName"): string[] {
  return Token.isUnresolved(name) || RULE_NAME.test(name)
    ? []
    : [
        `the name must be 1 to 64 letters, digits, ".", "-" and "_"; got ${JSON.stringify(name)}. Set another ${property}, or use another id`,
      ];
}

/** Describes the settings that EventBridge would refuse. Empty when there are none. */
export function deliveryProblems({ maxEventAge, retryAttempts }: DeliveryOptions): string[] {
  return [
    ...rangeProblem("maxEventAge", maxEventAge?.toSeconds(), LIMITS.eventAgeSeconds, "seconds"),
    ...rangeProblem("retryAttempts", retryAttempts, LIMITS.retryAttempts, ""),
  ];
}

/** The arguments of a target. */
export function deliveryConfig({ deadLetterQueue, maxEventAge, retryAttempts }: DeliveryOptions): {
  readonly deadLetterConfig?: { readonly arn: string };
  readonly retryPolicy?: {
    readonly maximumEventAgeInSeconds?: number;
    readonly maximumRetryAttempts?: number;
  };
} {
  return {
    ...(deadLetterQueue && { deadLetterConfig: { arn: deadLetterQueue.arn } }),
    ...((maxEventAge || retryAttempts !== undefined) && {
      retryPolicy: {
        ...(maxEventAge && { maximumEventAgeInSeconds: maxEventAge.toSeconds() }),
        ...(retryAttempts !== undefined && { maximumRetryAttempts: retryAttempts }),
      },
    }),
  };
}

/**
 * Events of an event bus that invoke the function, asynchronously. The policy of a `deadLetterQueue` has to allow
 * `sqs:SendMessage` to `events.amazonaws.com`.
 */
export class EventBridgeRuleEventSource implements IEventSource {
  private created: CloudwatchEventRule | undefined;

  /**
   * @param id a name for the rule, which is part of its address and its name
   * @throws Error when EventBridge would refuse the settings
   */
  constructor(
    private readonly id: string,
    private readonly props: EventBridgeRuleEventSourceProps,
  ) {
    refuse(`rule ${id}`, [
      ...deliveryProblems(props),
      ...(Object.keys(props.eventPattern).length === 0
        ? ["eventPattern is empty: no event would match"]
        : []),
    ]);
  }

  /** The resource, for arguments that this class doesn't have. Undefined before the source was added to a function. */
  get rule(): CloudwatchEventRule | undefined {
    return this.created;
  }

  bind(fn: FunctionBase): void {
    const { eventPattern, eventBus, description, enabled, event } = this.props;
    const { detailType, ...pattern } = eventPattern;
    const id = `EventBridgeRule-${this.id}`;
    const environment = AwsEnvironment.of(fn);
    const name = this.props.ruleName ?? limitedName(`${environment.nameOf(fn)}-${this.id}`, MAX_RULE_NAME);
    refuse(`${fn.node.path}, rule ${this.id}`, ruleNameProblems(name, "ruleName"));
    const rule = new CloudwatchEventRule(fn, id, {
      name,
      eventPattern: jsonText({ ...pattern, ...(detailType && { "detail-type": detailType }) }),
      ...(eventBus && { eventBusName: eventBus.name }),
      ...(description !== undefined && { description }),
      ...(enabled !== undefined && { state: enabled ? "ENABLED" : "DISABLED" }),
    });
    const permission = fn.addPermission(`${id}-Permission`, {
      principal: "events.amazonaws.com",
      sourceArn: eventBus ? rule.arn : environment.arn("events", `rule/${name}`),
    });
    new CloudwatchEventTarget(fn, `${id}-Target`, {
      rule: rule.name,
      arn: fn.functionArn,
      ...(eventBus && { eventBusName: eventBus.name }),
      ...(event !== undefined && { input: jsonText(event) }),
      ...deliveryConfig(this.props),
      dependsOn: [permission],
    });
    this.created = rule;
  }
}
