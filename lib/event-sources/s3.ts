import type { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import type { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { Token } from "cdktf";
import { arnOf } from "../arn-of";
import { AwsEnvironment, idPath } from "../aws-environment";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { sha256 } from "../sha256";
import { refuse } from "./event-source-mapping";
import { S3Notification } from "./s3-notification";

/** What happens in a bucket: Amazon S3 User Guide, "Event notification types and destinations" (read 2026-11-28). @enum */
export const EventType = {
  OBJECT_CREATED: "s3:ObjectCreated:*",
  OBJECT_CREATED_PUT: "s3:ObjectCreated:Put",
  OBJECT_CREATED_POST: "s3:ObjectCreated:Post",
  OBJECT_CREATED_COPY: "s3:ObjectCreated:Copy",
  OBJECT_CREATED_COMPLETE_MULTIPART_UPLOAD: "s3:ObjectCreated:CompleteMultipartUpload",
  OBJECT_REMOVED: "s3:ObjectRemoved:*",
  OBJECT_REMOVED_DELETE: "s3:ObjectRemoved:Delete",
  OBJECT_REMOVED_DELETE_MARKER_CREATED: "s3:ObjectRemoved:DeleteMarkerCreated",
  OBJECT_RESTORE_POST: "s3:ObjectRestore:Post",
  OBJECT_RESTORE_COMPLETED: "s3:ObjectRestore:Completed",
  OBJECT_RESTORE_DELETE: "s3:ObjectRestore:Delete",
  REDUCED_REDUNDANCY_LOST_OBJECT: "s3:ReducedRedundancyLostObject",
  REPLICATION_OPERATION_FAILED_REPLICATION: "s3:Replication:OperationFailedReplication",
  REPLICATION_OPERATION_MISSED_THRESHOLD: "s3:Replication:OperationMissedThreshold",
  REPLICATION_OPERATION_REPLICATED_AFTER_THRESHOLD: "s3:Replication:OperationReplicatedAfterThreshold",
  REPLICATION_OPERATION_NOT_TRACKED: "s3:Replication:OperationNotTracked",
  LIFECYCLE_EXPIRATION: "s3:LifecycleExpiration:*",
  LIFECYCLE_EXPIRATION_DELETE: "s3:LifecycleExpiration:Delete",
  LIFECYCLE_EXPIRATION_DELETE_MARKER_CREATED: "s3:LifecycleExpiration:DeleteMarkerCreated",
  LIFECYCLE_TRANSITION: "s3:LifecycleTransition",
  INTELLIGENT_TIERING: "s3:IntelligentTiering",
  OBJECT_TAGGING: "s3:ObjectTagging:*",
  OBJECT_TAGGING_PUT: "s3:ObjectTagging:Put",
  OBJECT_TAGGING_DELETE: "s3:ObjectTagging:Delete",
  OBJECT_ACL_PUT: "s3:ObjectAcl:Put",
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

/** The start or the end of an object's key. */
export interface NotificationKeyFilter {
  /** The start, for example `uploads/`. A key doesn't start with `/`. @default - any */
  readonly prefix?: string;
  /** The end, for example `.jpg`. @default - any */
  readonly suffix?: string;
}

/** Settings of an S3EventSource. */
export interface S3EventSourceProps {
  /** What invokes the function, for example `[EventType.OBJECT_CREATED]`. */
  readonly events: readonly [EventType, ...EventType[]];
  /** Only objects with this prefix and suffix: one of each at most. @default - all objects */
  readonly filters?: readonly NotificationKeyFilter[];
}

/**
 * A bucket that invokes the function when its objects change, asynchronously. All sources of a bucket share one
 * `aws_s3_bucket_notification`, since a bucket has one list of notifications. For a bucket that is managed elsewhere
 * (`DataAwsS3Bucket`), this list replaces the one that it has.
 */
export class S3EventSource implements IEventSource {
  private shared: S3Notification | undefined;
  private readonly prefix: string | undefined;
  private readonly suffix: string | undefined;

  /** @throws Error when S3 would refuse the filters, or would never find an object with them */
  constructor(
    /** The bucket. */
    readonly bucket: S3Bucket | DataAwsS3Bucket,
    private readonly props: S3EventSourceProps,
  ) {
    const { filters = [] } = props;
    const prefixes = filters.flatMap(({ prefix }) => prefix ?? []);
    const suffixes = filters.flatMap(({ suffix }) => suffix ?? []);
    refuse(bucket.node.path, [
      ...(prefixes.length > 1 || suffixes.length > 1
        ? ["filters have more than one prefix or suffix; use one S3EventSource for each"]
        : []),
      ...prefixes.filter((prefix) => prefix.startsWith("/")).map(leadingSlash),
      ...[...prefixes, ...suffixes]
        .filter((text) => !Token.isUnresolved(text) && text.includes("*"))
        .map(wildcard),
    ]);
    this.prefix = prefixes[0];
    this.suffix = suffixes[0];
  }

  /** The resource that all sources of the bucket share. Undefined before the source was added to a function. */
  get notification(): S3BucketNotification | undefined {
    return this.shared?.resource;
  }

  bind(fn: FunctionBase): void {
    const { prefix, suffix } = this;
    const notification = S3Notification.of(fn, this.bucket);
    const events = [...this.props.events];
    const key = { events, ...(prefix && { prefix }), ...(suffix && { suffix }) };
    const id = `S3EventSource-${idPath(this.bucket)}`;
    const permission =
      this.permissionOf(fn, id) ??
      fn.addPermission(id, {
        principal: "s3.amazonaws.com",
        sourceArn: arnOf(this.bucket),
        // A bucket's ARN has no account: without it, a stranger's bucket of the same name could invoke the function later.
        sourceAccount: AwsEnvironment.of(fn).account,
      });
    notification.add(
      {
        id: `${idPath(fn)}-${sha256(JSON.stringify(key)).slice(0, 8)}`,
        lambdaFunctionArn: fn.functionArn,
        events,
        ...(prefix && { filterPrefix: prefix }),
        ...(suffix && { filterSuffix: suffix }),
      },
      permission,
    );
    this.shared = notification;
  }

  /** The permission of an earlier source of the same bucket. */
  private permissionOf(fn: FunctionBase, id: string): LambdaPermission | undefined {
    return fn.node.tryFindChild(id) as LambdaPermission | undefined;
  }
}

function leadingSlash(prefix: string): string {
  return `the prefix ${JSON.stringify(prefix)} starts with "/", but keys don't: ${JSON.stringify(prefix.replace(/^\/+/, ""))}`;
}

function wildcard(text: string): string {
  return `${JSON.stringify(text)} contains "*", which S3 takes literally: a prefix and a suffix need no wildcard`;
}
