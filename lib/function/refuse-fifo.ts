import type { Construct } from "constructs";

/** Whether a queue or a topic is a FIFO one. All of them have names that end in `.fifo`. */
export function isFifo(target: Construct): boolean {
  const { fifoQueueInput, fifoTopicInput, nameInput } = target as {
    readonly fifoQueueInput?: unknown;
    readonly fifoTopicInput?: unknown;
    readonly nameInput?: string;
  };
  return fifoQueueInput === true || fifoTopicInput === true || (nameInput?.endsWith(".fifo") ?? false);
}

/**
 * Lambda sends records to standard queues and topics only: AWS Lambda Developer Guide, "Capturing records of Lambda
 * asynchronous invocations" (read 2026-11-28). Otherwise only the metric DestinationDeliveryFailures would show it.
 * @throws Error when it is a FIFO queue or topic
 */
export function refuseFifo(fn: Construct, target: Construct, kind: "queue" | "topic"): void {
  if (isFifo(target)) {
    throw new Error(
      `[${fn.node.path}] The ${kind} [${target.node.path}] is a FIFO ${kind}. Lambda sends its records to standard ${kind}s only, and would ` +
        `drop them. Use a standard ${kind}, or a Lambda function as the destination, which sends them on.`,
    );
  }
}
