import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Annotations, Token } from "cdktf";
import { arnOf } from "../arn-of";
import { idPath } from "../aws-environment";
import type { FunctionBase } from "../function/function-base";
import { isFifo } from "../function/refuse-fifo";
import { consumerKeyStatements } from "../grants/queue-grants";
import { rangeProblem } from "../range-problem";
import {
  type EventSourceMappingOptions,
  mappingProblems,
  PolledEventSource,
  type ProvisionedPollerConfig,
  refuse,
} from "./event-source-mapping";
import { functionTimeout } from "./function-timeout";

/** What every mapping of a queue has. */
export interface SqsOptions extends EventSourceMappingOptions {
  /** The function's answer says which messages failed. Otherwise all of a batch come again. @default false */
  readonly reportBatchItemFailures?: boolean;
  /** The queue's KMS key, which the role may use for decryption. @default - the key that the queue itself names, if it names one */
  readonly encryptionKey?: KmsKey | DataAwsKmsKey;
}

/** Settings of a queue, with a limit on how many instances of the function work on it. */
export interface SqsWithMaxConcurrency extends SqsOptions {
  /** How many instances of the function work on the queue at the same time, 2 to 1,000. @default - no limit */
  readonly maxConcurrency?: number;
  /** A mapping has one of the two. */
  readonly provisionedPollerConfig?: never;
}

/** Settings of a queue, with pollers that are always ready. Lambda then allows no `maxConcurrency`. */
export interface SqsWithProvisionedPollers extends SqsOptions {
  /** The pollers, at least two. @default - Lambda decides */
  readonly provisionedPollerConfig?: ProvisionedPollerConfig;
  /** A mapping has one of the two. */
  readonly maxConcurrency?: never;
}

/** Settings of an SqsEventSource. */
export type SqsEventSourceProps = SqsWithMaxConcurrency | SqsWithProvisionedPollers;

/** AWS Lambda Developer Guide, "Lambda parameters for Amazon SQS event source mappings" (read 2026-11-28). */
const LIMITS = {
  batchSize: 10_000,
  /** Of a FIFO queue, and of any queue without a batching window. */
  smallBatchSize: 10,
  maxConcurrency: { min: 2, max: 1_000 },
  leastPollers: 2,
} as const;

/** Amazon SQS API Reference, CreateQueue: VisibilityTimeout (read 2026-11-28). */
const DEFAULT_VISIBILITY_SECONDS = 30;

/** A queue whose messages invoke the function. */
export class SqsEventSource extends PolledEventSource {
  /** @throws Error when Lambda would refuse the settings */
  constructor(
    /** The queue. */
    readonly queue: SqsQueue | DataAwsSqsQueue,
    private readonly props: SqsEventSourceProps = {},
  ) {
    super();
    refuse(queue.node.path, [...mappingProblems(props, LIMITS), ...sqsProblems(queue, props)]);
  }

  /** Creates the mapping, below the function or the alias. */
  bind(fn: FunctionBase): void {
    this.checkVisibility(fn);
    const { maxConcurrency } = this.props;
    this._map(
      fn,
      `SqsEventSource-${idPath(this.queue)}`,
      this.props,
      {
        eventSourceArn: this.queue.arn,
        ...(maxConcurrency !== undefined && { scalingConfig: { maximumConcurrency: maxConcurrency } }),
      },
      [
        {
          // AWS Lambda Developer Guide, "Setting up execution role permissions" for Amazon SQS (read 2026-11-28).
          actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
          resources: [arnOf(this.queue)],
        },
        ...consumerKeyStatements(fn, this.queue, this.props),
      ],
    );
  }

  /** A message that becomes visible again while the function works on it is worked on twice. */
  private checkVisibility(fn: FunctionBase): void {
    const timeout = functionTimeout(fn);
    const visibility = visibilityOf(this.queue);
    if (timeout === undefined || visibility === undefined) return;
    if (visibility < timeout) {
      throw new Error(
        `[${fn.node.path}] Lambda would refuse the queue [${this.queue.node.path}]: its visibilityTimeoutSeconds, ${visibility}, ` +
          `${visibilityInput(this.queue) === undefined ? "SQS's default, " : ""}is less than the function's timeout, ${timeout} seconds. ` +
          `Set it to ${6 * timeout}: AWS recommends six times the function's timeout.`,
      );
    }
    if (visibility < 6 * timeout) {
      Annotations.of(fn).addInfo(
        `AWS recommends a visibilityTimeoutSeconds of six times the function's timeout, ${6 * timeout} seconds; the queue [${this.queue.node.path}] has ${visibility}.`,
      );
    }
  }
}

function sqsProblems(queue: SqsQueue | DataAwsSqsQueue, props: SqsEventSourceProps): string[] {
  const { batchSize, maxBatchingWindow, maxConcurrency } = props;
  const many = batchSize !== undefined && !Token.isUnresolved(batchSize) && batchSize > LIMITS.smallBatchSize;
  const fifo = isFifo(queue);
  return [
    ...(fifo && maxBatchingWindow ? ["a FIFO queue has no maxBatchingWindow"] : []),
    ...(fifo && many
      ? [`a FIFO queue allows a batchSize of ${LIMITS.smallBatchSize}; got ${batchSize}`]
      : []),
    ...(!fifo && many && !maxBatchingWindow?.toSeconds()
      ? [
          `a batchSize above ${LIMITS.smallBatchSize} needs a maxBatchingWindow of at least one second; got ${batchSize}`,
        ]
      : []),
    ...rangeProblem("maxConcurrency", maxConcurrency, LIMITS.maxConcurrency, ""),
    ...(maxConcurrency !== undefined && props.provisionedPollerConfig
      ? ["maxConcurrency and provisionedPollerConfig exclude each other"]
      : []),
  ];
}

function visibilityInput(queue: SqsQueue | DataAwsSqsQueue): number | undefined {
  return "visibilityTimeoutSecondsInput" in queue ? queue.visibilityTimeoutSecondsInput : undefined;
}

/** In seconds. Undefined if it isn't known at synth. */
function visibilityOf(queue: SqsQueue | DataAwsSqsQueue): number | undefined {
  if (!("visibilityTimeoutSecondsInput" in queue)) return undefined;
  const seconds = visibilityInput(queue) ?? DEFAULT_VISIBILITY_SECONDS;
  return Token.isUnresolved(seconds) ? undefined : seconds;
}
