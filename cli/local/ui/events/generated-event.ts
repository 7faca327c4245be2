import type { EventNames } from "./event-names";

/** An event that an AWS service would send. */
export interface GeneratedEvent {
  readonly id: string;
  /** What happened, for people: `SQS: a message of a queue`. */
  readonly title: string;
  /** The types of Terraform's resources that make a function get such events. */
  readonly resources: readonly string[];
  /** Builds the event. The shapes are checked against @types/aws-lambda when this file is compiled. */
  readonly build: (names: EventNames) => object;
}

/** One id for all generated events: nobody looks it up. */
export const REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";
