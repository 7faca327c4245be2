import type { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import type { DataAwsCloudwatchEventBus } from "@cdktf/provider-aws/lib/data-aws-cloudwatch-event-bus";
import type { Construct } from "constructs";
import { arnOf } from "../arn-of";
import { AwsEnvironment } from "../aws-environment";
import type { Grantee } from "../grantable";
import type { PolicyStatement } from "../policy-statement";
import { grantAll } from "./grant-all";

/** Service Authorization Reference, "Amazon EventBridge" (read 2026-11-28). */
const PUT_EVENTS = ["events:PutEvents"];

/** An event bus, or one that is managed elsewhere. */
export type EventBus = CloudwatchEventBus | DataAwsCloudwatchEventBus;

/**
 * Permissions for an event bus. If it is encrypted, EventBridge uses the key itself, and senders need no permission for it.
 *
 * ```ts
 * EventBusGrants.fromEventBus(bus).allPutEvents(fn);
 * ```
 */
export class EventBusGrants {
  /** The permissions for an event bus. @param bus the account's default event bus, if it is left out */
  static fromEventBus(bus?: EventBus): EventBusGrants {
    return new EventBusGrants(bus);
  }

  private constructor(private readonly bus: EventBus | undefined) {}

  /** Send events of any source and type. */
  allPutEvents(grantee: Grantee): void {
    grantAll(grantee, putEventsStatements(grantee, this.bus));
  }
}

/** What sending events needs. */
export function putEventsStatements(scope: Construct, bus: EventBus | undefined): readonly PolicyStatement[] {
  return [{ actions: PUT_EVENTS, resources: [bus ? arnOf(bus) : defaultBusArn(scope)] }];
}

/** The ARN of the account's default event bus. */
export function defaultBusArn(scope: Construct): string {
  return AwsEnvironment.of(scope).arn("events", "event-bus/default");
}
