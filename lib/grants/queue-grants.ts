import type { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { arnOf } from "../arn-of";
import type { Grantee } from "../grantable";
import type { PolicyStatement } from "../policy-statement";
import { type EncryptedResourceOptions, keyStatements } from "./encryption-key";
import { grantAll } from "./grant-all";

/** Service Authorization Reference, "Amazon SQS" (read 2026-11-28). A batch needs the action of a single message. */
const ACTIONS = {
  send: ["sqs:SendMessage"],
  consume: ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"],
  purge: ["sqs:PurgeQueue"],
} as const;

/** Amazon SQS Developer Guide, "Key management", Configure KMS permissions for producers and consumers (read 2026-11-28). */
const KEY_ACTIONS = {
  send: ["kms:Decrypt", "kms:GenerateDataKey"],
  consume: ["kms:Decrypt"],
} as const;

/** A queue, or one that is managed elsewhere. */
export type Queue = SqsQueue | DataAwsSqsQueue;

/**
 * Permissions for a queue.
 *
 * ```ts
 * QueueGrants.fromQueue(jobs).sendMessages(fn);
 * ```
 */
export class QueueGrants {
  /** The permissions for a queue: a resource, or a data source. */
  static fromQueue(queue: Queue, options: EncryptedResourceOptions = {}): QueueGrants {
    return new QueueGrants(queue, options);
  }

  private constructor(
    private readonly queue: Queue,
    private readonly options: EncryptedResourceOptions,
  ) {}

  /** Send messages. */
  sendMessages(grantee: Grantee): void {
    grantAll(grantee, sendMessagesStatements(grantee, this.queue, this.options));
  }

  /** Receive messages, delete them, and change how long they are invisible to others. */
  consumeMessages(grantee: Grantee): void {
    grantAll(grantee, [
      { actions: ACTIONS.consume, resources: [arnOf(this.queue)] },
      ...consumerKeyStatements(grantee, this.queue, this.options),
    ]);
  }

  /** Delete all messages. */
  purge(grantee: Grantee): void {
    grantAll(grantee, [{ actions: ACTIONS.purge, resources: [arnOf(this.queue)] }]);
  }
}

/** What sending messages needs. */
export function sendMessagesStatements(
  scope: Construct,
  queue: Queue,
  options: EncryptedResourceOptions,
): readonly PolicyStatement[] {
  return [
    { actions: ACTIONS.send, resources: [arnOf(queue)] },
    ...queueKey(scope, queue, options, KEY_ACTIONS.send),
  ];
}

/** What reading encrypted messages needs. */
export function consumerKeyStatements(
  scope: Construct,
  queue: Queue,
  options: EncryptedResourceOptions,
): readonly PolicyStatement[] {
  return queueKey(scope, queue, options, KEY_ACTIONS.consume);
}

function queueKey(
  scope: Construct,
  queue: Queue,
  options: EncryptedResourceOptions,
  actions: readonly string[],
): readonly PolicyStatement[] {
  const keyId = queue instanceof TerraformResource ? queue.kmsMasterKeyIdInput : undefined;
  return keyStatements(scope, queue, { ...options, keyId }, actions);
}
