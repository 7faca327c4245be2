import type { DataAwsSnsTopic } from "@cdktf/provider-aws/lib/data-aws-sns-topic";
import type { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { arnOf } from "../arn-of";
import { idPath } from "../aws-environment";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { isFifo } from "../function/refuse-fifo";
import { jsonText } from "../terraform-text";

/** A filter policy: attribute → accepted values, for example `{ status: ["new", { prefix: "re" }] }`. */
export type SnsFilterPolicy = { readonly [key: string]: readonly unknown[] };

/** A filter policy for the message's own JSON, whose keys may be nested. */
export type SnsBodyFilterPolicy = { readonly [key: string]: readonly unknown[] | SnsBodyFilterPolicy };

/** What every subscription of a topic has. */
export interface SnsOptions {
  /**
   * The queue for messages that SNS couldn't deliver. Its policy has to allow `sqs:SendMessage` to `sns.amazonaws.com` for
   * this topic. @default - they are lost
   */
  readonly deadLetterQueue?: SqsQueue | DataAwsSqsQueue;
}

/** Settings of a topic, of whose messages the attributes decide. */
export interface SnsWithFilterPolicy extends SnsOptions {
  /** The attributes that a message must have. @default - all messages */
  readonly filterPolicy?: SnsFilterPolicy;
  /** A subscription has one of the two. */
  readonly filterPolicyWithMessageBody?: never;
}

/** Settings of a topic, of whose messages the JSON itself decides. */
export interface SnsWithBodyFilterPolicy extends SnsOptions {
  /** What a message's JSON must contain. @default - all messages */
  readonly filterPolicyWithMessageBody?: SnsBodyFilterPolicy;
  /** A subscription has one of the two. */
  readonly filterPolicy?: never;
}

/** Settings of an SnsEventSource. */
export type SnsEventSourceProps = SnsWithFilterPolicy | SnsWithBodyFilterPolicy;

/** A topic whose messages invoke the function, asynchronously. */
export class SnsEventSource implements IEventSource {
  private created: SnsTopicSubscription | undefined;

  /** @throws Error for a FIFO topic, which can't invoke a function */
  constructor(
    /** The topic. */
    readonly topic: SnsTopic | DataAwsSnsTopic,
    private readonly props: SnsEventSourceProps = {},
  ) {
    if (isFifo(topic)) {
      // Amazon SNS Developer Guide, "Amazon SNS message delivery for FIFO topics" (read 2026-11-28).
      throw new Error(
        `[${topic.node.path}] A FIFO topic can't invoke a function: it delivers to queues only. Subscribe a FIFO queue to it, and use SqsEventSource.`,
      );
    }
  }

  /** The resource, for arguments that this class doesn't have. Undefined before the source was added to a function. */
  get subscription(): SnsTopicSubscription | undefined {
    return this.created;
  }

  bind(fn: FunctionBase): void {
    const id = `SnsEventSource-${idPath(this.topic)}`;
    const { deadLetterQueue, filterPolicy, filterPolicyWithMessageBody } = this.props;
    const policy = filterPolicy ?? filterPolicyWithMessageBody;
    const permission = fn.addPermission(`${id}-Permission`, {
      principal: "sns.amazonaws.com",
      sourceArn: arnOf(this.topic),
    });
    this.created = new SnsTopicSubscription(fn, id, {
      topicArn: this.topic.arn,
      protocol: "lambda",
      endpoint: fn.functionArn,
      ...(policy && { filterPolicy: jsonText(policy) }),
      ...(filterPolicyWithMessageBody && { filterPolicyScope: "MessageBody" }),
      ...(deadLetterQueue && { redrivePolicy: jsonText({ deadLetterTargetArn: deadLetterQueue.arn }) }),
      // Otherwise the first messages could be refused.
      dependsOn: [permission],
    });
  }
}
