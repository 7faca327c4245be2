import type { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketNotification,
  type S3BucketNotificationLambdaFunction,
} from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { dependable, type ITerraformDependable, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { idPath } from "../aws-environment";
import { resolved } from "../resolved";

/** A function in the notification of a bucket. */
export type S3Target = S3BucketNotificationLambdaFunction & {
  readonly id: string;
  readonly events: string[];
};

/**
 * The notification of a bucket. A bucket has one, and `aws_s3_bucket_notification` overwrites whatever it has. So all event
 * sources of a bucket share this one.
 */
export class S3Notification extends Construct {
  /** The notifications of an app's buckets, by bucket. */
  private static readonly all = new WeakMap<object, Map<unknown, S3Notification>>();

  /**
   * The notification of a bucket, in the stack of a function.
   * @throws Error when another stack already has one for this bucket
   */
  static of(scope: Construct, bucket: S3Bucket | DataAwsS3Bucket): S3Notification {
    const stack = TerraformStack.of(scope);
    const ofApp = S3Notification.all.get(stack.node.root) ?? new Map();
    S3Notification.all.set(stack.node.root, ofApp);
    const name = bucket.bucketInput;
    const key = name === undefined || Token.isUnresolved(name) ? bucket : name;
    const found = ofApp.get(key);
    if (found && TerraformStack.of(found) !== stack) {
      throw new Error(
        `[${scope.node.path}] The bucket [${bucket.node.path}] already invokes functions of the stack [${TerraformStack.of(found).node.path}]. ` +
          "A bucket has one list of notifications, and each stack would overwrite the other's. Put all functions that the bucket invokes " +
          "into one stack, or let the bucket send its events to EventBridge, and use EventBridgeRuleEventSource in each stack.",
      );
    }
    const notification = found ?? new S3Notification(stack, `S3Notification-${idPath(bucket)}`, bucket);
    ofApp.set(key, notification);
    return notification;
  }

  readonly resource: S3BucketNotification;
  private readonly targets: S3Target[] = [];
  private readonly permissions = new Set<ITerraformDependable>();

  private constructor(stack: TerraformStack, id: string, bucket: S3Bucket | DataAwsS3Bucket) {
    super(stack, id);
    this.resource = new S3BucketNotification(this, "Resource", { bucket: bucket.id });
    this.node.addValidation({ validate: () => this.overwritten(stack) });
  }

  /**
   * Adds a function.
   * @param permission S3 tries to invoke the function when the notification is created
   * @throws Error when an object would match two entries, which S3 refuses
   */
  add(target: S3Target, permission: ITerraformDependable): void {
    const other = this.targets.find((present) => overlap(present, target));
    if (other) {
      throw new Error(
        `[${this.node.path}] S3 would refuse two notifications for the same object: ${describe(other)} and ${describe(target)}. ` +
          "Give them prefixes or suffixes that exclude each other, or let one function call the other.",
      );
    }
    this.targets.push(target);
    this.resource.putLambdaFunction([...this.targets]);
    this.permissions.add(permission);
    this.resource.dependsOn = [...this.permissions].map(dependable);
  }

  /** Another notification for the same bucket, which isn't ours. */
  private overwritten(stack: TerraformStack): string[] {
    return stack.node
      .findAll()
      .filter(
        (construct): construct is S3BucketNotification =>
          construct instanceof S3BucketNotification &&
          construct !== this.resource &&
          bucketOf(stack, construct) === bucketOf(stack, this.resource),
      )
      .map(
        ({ node }) =>
          `[${node.path}] is a notification of the same bucket as [${this.node.path}], and they would overwrite each other. ` +
          "Use S3EventSource for all functions, and set the rest on `source.notification`.",
      );
  }
}

/** The bucket as text: `bucket.id` and `bucket.bucket` are the same. */
function bucketOf(scope: Construct, { bucketInput }: S3BucketNotification): string {
  return resolved(scope, bucketInput ?? "").replace(/\.(id|bucket)\}$/, "}");
}

/** Amazon S3 User Guide, "Configuring event notifications using object key name filtering" (read 2026-11-28). */
function overlap(a: S3Target, b: S3Target): boolean {
  const [prefixA, prefixB] = [a.filterPrefix ?? "", b.filterPrefix ?? ""];
  const [suffixA, suffixB] = [a.filterSuffix ?? "", b.filterSuffix ?? ""];
  return (
    a.events.some((event) => b.events.some((other) => isWithin(event, other) || isWithin(other, event))) &&
    (prefixA.startsWith(prefixB) || prefixB.startsWith(prefixA)) &&
    (suffixA.endsWith(suffixB) || suffixB.endsWith(suffixA))
  );
}

/** Whether an event type is one of another, for example `s3:ObjectCreated:Put` of `s3:ObjectCreated:*`. */
function isWithin(event: string, other: string): boolean {
  return event === other || (other.endsWith("*") && event.startsWith(other.slice(0, -1)));
}

function describe({ id, events, filterPrefix, filterSuffix }: S3Target): string {
  return `${id} (${[events.join(", "), filterPrefix && `prefix ${filterPrefix}`, filterSuffix && `suffix ${filterSuffix}`].filter(Boolean).join(", ")})`;
}
