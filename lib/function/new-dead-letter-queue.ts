import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { Construct } from "constructs";
import { Duration } from "../duration";

/** A queue for failed events, encrypted with a key that SQS manages. */
export function newDeadLetterQueue(
  scope: Construct,
  functionName: string,
  tags?: Readonly<Record<string, string>>,
): SqsQueue {
  return new SqsQueue(scope, "DeadLetterQueue", {
    name: `${functionName}-dead-letters`,
    // The longest that SQS keeps messages.
    messageRetentionSeconds: Duration.days(14).toSeconds(),
    sqsManagedSseEnabled: true,
    ...(tags && { tags: { ...tags } }),
  });
}
