import type { DataAwsSnsTopic } from "@cdktf/provider-aws/lib/data-aws-sns-topic";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { arnOf } from "../arn-of";
import type { Grantee } from "../grantable";
import type { PolicyStatement } from "../policy-statement";
import { type EncryptedResourceOptions, keyStatements } from "./encryption-key";
import { grantAll } from "./grant-all";

/** Service Authorization Reference, "Amazon SNS" (read 2026-11-28). A batch needs the action of a single message. */
const PUBLISH = ["sns:Publish"];

/** Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs", Configuring AWS KMS permissions (read 2026-11-28). */
const KEY_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"];

/** A topic, or one that is managed elsewhere. */
export type Topic = SnsTopic | DataAwsSnsTopic;

/**
 * Permissions for a topic.
 *
 * ```ts
 * TopicGrants.fromTopic(orders).publish(fn);
 * ```
 */
export class TopicGrants {
  /** The permissions for a topic: a resource, or a data source. */
  static fromTopic(topic: Topic, options: EncryptedResourceOptions = {}): TopicGrants {
    return new TopicGrants(topic, options);
  }

  private constructor(
    private readonly topic: Topic,
    private readonly options: EncryptedResourceOptions,
  ) {}

  /** Publish messages. */
  publish(grantee: Grantee): void {
    grantAll(grantee, publishStatements(grantee, this.topic, this.options));
  }
}

/** What publishing messages needs. */
export function publishStatements(
  scope: Construct,
  topic: Topic,
  options: EncryptedResourceOptions,
): readonly PolicyStatement[] {
  const keyId = topic instanceof TerraformResource ? topic.kmsMasterKeyIdInput : undefined;
  return [
    { actions: PUBLISH, resources: [arnOf(topic)] },
    ...keyStatements(scope, topic, { ...options, keyId }, KEY_ACTIONS),
  ];
}
