import type { DataAwsSnsTopic } from "@cdktf/provider-aws/lib/data-aws-sns-topic";
import type { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { Construct } from "constructs";
import { sendMessagesStatements } from "../grants/queue-grants";
import { publishStatements } from "../grants/topic-grants";
import type { FunctionPart } from "./function-part";
import type * as deadLetterQueueModule from "./new-dead-letter-queue";
import { refuseFifo } from "./refuse-fifo";

/** Where the events of asynchronous invocations go that failed each time. */
export interface DeadLetterOptions {
  /** A standard queue. If a key of KMS encrypts it, name the key by its ARN or its resource. @default - none */
  readonly deadLetterQueue?: SqsQueue | DataAwsSqsQueue;
  /** A standard topic, instead of a queue. @default - none */
  readonly deadLetterTopic?: SnsTopic | DataAwsSnsTopic;
  /**
   * Whether there is a dead letter queue. With `true` and no `deadLetterQueue` a new queue is made: encrypted with a key that SQS
   * manages, and events stay in it for 14 days.
   * @default - whether deadLetterQueue is set
   */
  readonly deadLetterQueueEnabled?: boolean;
}

/** The part of a function with its queue or topic. Without one, the part is empty. */
export function deadLetterPart(
  scope: Construct,
  functionName: string,
  options: DeadLetterOptions,
  tags?: Readonly<Record<string, string>>,
): FunctionPart & { readonly deadLetterQueue?: SqsQueue | DataAwsSqsQueue } {
  const { deadLetterTopic, deadLetterQueueEnabled = false } = options;
  const queue =
    options.deadLetterQueue ?? (deadLetterQueueEnabled ? newQueue(scope, functionName, tags) : undefined);
  if (queue) {
    refuseFifo(scope, queue, "queue");
    return {
      config: { deadLetterConfig: { targetArn: queue.arn } },
      statements: sendMessagesStatements(scope, queue, {}),
      deadLetterQueue: queue,
    };
  }
  if (!deadLetterTopic) return { config: {} };
  refuseFifo(scope, deadLetterTopic, "topic");
  return {
    config: { deadLetterConfig: { targetArn: deadLetterTopic.arn } },
    statements: publishStatements(scope, deadLetterTopic, {}),
  };
}

function newQueue(
  scope: Construct,
  functionName: string,
  tags: Readonly<Record<string, string>> | undefined,
): SqsQueue {
  const { newDeadLetterQueue } = require("./new-dead-letter-queue") as typeof deadLetterQueueModule;
  return newDeadLetterQueue(scope, functionName, tags);
}

/** Describes contradictions. Empty when there are none. */
export function deadLetterProblems(options: DeadLetterOptions): readonly string[] {
  const { deadLetterQueue, deadLetterTopic, deadLetterQueueEnabled } = options;
  if (deadLetterTopic && (deadLetterQueue || deadLetterQueueEnabled))
    return [
      "a function has one dead letter target: either deadLetterTopic or deadLetterQueue (deadLetterQueueEnabled)",
    ];
  return deadLetterQueue && deadLetterQueueEnabled === false
    ? ["deadLetterQueue is set, but deadLetterQueueEnabled is false"]
    : [];
}
