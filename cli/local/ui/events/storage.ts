import type { S3Event } from "aws-lambda";
import type { EventNames } from "./event-names";
import type { GeneratedEvent } from "./generated-event";

export const s3Put: GeneratedEvent = {
  id: "s3-put",
  title: "S3: an object was put",
  resources: ["aws_s3_bucket_notification"],
  build: (names): S3Event => event(names, "ObjectCreated:Put"),
};

export const s3Delete: GeneratedEvent = {
  id: "s3-delete",
  title: "S3: an object was deleted",
  resources: ["aws_s3_bucket_notification"],
  build: (names) => withoutContent(event(names, "ObjectRemoved:Delete")),
};

function event({ account, region, bucket, time }: EventNames, eventName: string): S3Event {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: region,
        eventTime: time.toISOString(),
        eventName,
        userIdentity: { principalId: `AWS:${account}` },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: { "x-amz-request-id": "EXAMPLE123456789", "x-amz-id-2": "EXAMPLE123/abcdefghijk" },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "example",
          bucket: {
            name: bucket,
            ownerIdentity: { principalId: "EXAMPLE" },
            arn: `arn:aws:s3:::${bucket}`,
          },
          object: {
            key: "welcome.txt",
            size: 23,
            eTag: "0123456789abcdef0123456789abcdef",
            sequencer: "0A1B2C3D4E5F678901",
          },
        },
      },
    ],
  };
}

/** A deleted object has no size and no ETag, though the type asks for them. */
function withoutContent({ Records }: S3Event): object {
  return {
    Records: Records.map(({ s3: { object, ...s3 }, ...record }) => {
      const { size: _, eTag: __, ...deleted } = object;
      return { ...record, s3: { ...s3, object: deleted } };
    }),
  };
}
