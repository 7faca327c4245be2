import type { DestinationConfig, IDestination } from "../function/destination";
import type { FunctionBase } from "../function/function-base";
import { defaultBusArn, type EventBus, putEventsStatements } from "../grants/event-bus-grants";

/** An event bus as the destination of a function's records. */
export class EventBridgeDestination implements IDestination {
  /** @param bus the account's default event bus, if it is left out */
  constructor(private readonly bus?: EventBus) {}

  bind(fn: FunctionBase): DestinationConfig {
    return {
      destination: this.bus?.arn ?? defaultBusArn(fn),
      statements: putEventsStatements(fn, this.bus),
    };
  }
}
