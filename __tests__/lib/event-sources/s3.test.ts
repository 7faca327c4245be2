import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { App, TerraformStack, Testing } from "cdktf";
import {
  AwsEnvironment,
  DockerProviderBuilder,
  EventType,
  type NotificationKeyFilter,
  S3EventSource,
  type S3EventSourceProps,
} from "../../../lib";
import { only, synth } from "../../synth";
import { newFunction, permissionsOf, withAlias, withFunction } from "./functions";

const CREATED: S3EventSourceProps = { events: [EventType.OBJECT_CREATED] };
const bucketIn = (stack: TerraformStack) => new S3Bucket(stack, "Uploads", { bucket: "uploads" });

test("this bucket of this account alone may invoke the function, whose role gets nothing", () => {
  const json = withFunction((fn, stack) => fn.addEventSource(new S3EventSource(bucketIn(stack), CREATED)));
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "s3.amazonaws.com",
    source_arn: "arn:aws:s3:::uploads",
    source_account: "123456789012",
  });
  expect(permissionsOf(json)).toEqual([]);
});

test("an alias is invoked by its own ARN, after its permission", () => {
  const json = withAlias((fn, stack) => fn.addEventSource(new S3EventSource(bucketIn(stack), CREATED)));
  expect(only(json, "aws_s3_bucket_notification")).toMatchObject({
    lambda_function: [
      {
        lambda_function_arn: expect.stringMatching(/^\$\{aws_lambda_alias\./),
        events: ["s3:ObjectCreated:*"],
      },
    ],
    depends_on: [expect.stringMatching(/^aws_lambda_permission\.jobs_Aliaslive_S3EventSource/)],
  });
});

test("all sources of a bucket share one notification, in any function", () => {
  const { json } = synth((stack) => {
    const bucket = bucketIn(stack);
    const [one, two] = [newFunction(stack, "one"), newFunction(stack, "two")];
    one.addEventSource(
      new S3EventSource(bucket, { ...CREATED, filters: [{ prefix: "a/" }, { suffix: ".jpg" }] }),
    );
    one.addEventSource(new S3EventSource(bucket, { ...CREATED, filters: [{ prefix: "b/" }] }));
    two.addEventSource(new S3EventSource(bucket, { events: [EventType.OBJECT_REMOVED] }));
  });
  const { lambda_function: targets, depends_on: dependsOn } = only(json, "aws_s3_bucket_notification");
  expect(targets).toMatchObject([
    { filter_prefix: "a/", filter_suffix: ".jpg" },
    { filter_prefix: "b/" },
    { events: ["s3:ObjectRemoved:*"] },
  ]);
  expect(new Set(targets.map(({ id }: { id: string }) => id)).size).toBe(3);
  expect(Object.keys(json.resource.aws_lambda_permission)).toHaveLength(2);
  expect(dependsOn).toHaveLength(2);
});

test("a bucket that is managed elsewhere can invoke a function too", () => {
  const json = withFunction((fn, stack) =>
    fn.addEventSource(
      new S3EventSource(new DataAwsS3Bucket(stack, "Uploads", { bucket: "uploads" }), CREATED),
    ),
  );
  expect(only(json, "aws_s3_bucket_notification").bucket).toMatch(/^\$\{data\.aws_s3_bucket\.Uploads\.id\}$/);
});

test.each<[first: S3EventSourceProps, second: S3EventSourceProps]>([
  [CREATED, CREATED],
  [CREATED, { events: [EventType.OBJECT_CREATED_PUT], filters: [{ prefix: "a/" }] }],
  [
    { ...CREATED, filters: [{ prefix: "a/" }] },
    { ...CREATED, filters: [{ prefix: "a/b/" }, { suffix: ".jpg" }] },
  ],
])("two sources that match the same object are refused: %j and %j", (first, second) => {
  expect(() =>
    withFunction((fn, stack) => {
      const bucket = bucketIn(stack);
      fn.addEventSource(new S3EventSource(bucket, first));
      fn.addEventSource(new S3EventSource(bucket, second));
    }),
  ).toThrow("S3 would refuse two notifications for the same object");
});

test.each<[filters: NotificationKeyFilter[], message: string]>([
  [[{ prefix: "/images/" }], 'the prefix "/images/" starts with "/", but keys don\'t: "images/"'],
  [[{ suffix: "*.jpg" }], '"*.jpg" contains "*", which S3 takes literally'],
  [[{ prefix: "a/" }, { prefix: "b/" }], "filters have more than one prefix or suffix"],
])("filters %j are refused", (filters, message) => {
  expect(() =>
    withFunction((_fn, stack) => new S3EventSource(bucketIn(stack), { ...CREATED, filters })),
  ).toThrow(message);
});

test("another stack's functions are refused, since the stacks would overwrite each other's notification", () => {
  const app = new App();
  const [one, two] = ["one", "two"].map((id) => {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    AwsEnvironment.define(stack, { account: "123456789012", region: "eu-central-1", namePrefix: id });
    DockerProviderBuilder.addTo(stack);
    return stack;
  }) as [TerraformStack, TerraformStack];
  const bucket = bucketIn(one);
  newFunction(one, "jobs").addEventSource(new S3EventSource(bucket, CREATED));
  const same = new DataAwsS3Bucket(two, "Uploads", { bucket: "uploads" });
  for (const other of [bucket, same]) {
    expect(() =>
      newFunction(two, other === same ? "a" : "b").addEventSource(new S3EventSource(other, CREATED)),
    ).toThrow("already invokes functions of the stack [one]");
  }
});

test("a notification of one's own for the same bucket is found at synth", () => {
  const stack = new TerraformStack(Testing.app(), "shop");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  AwsEnvironment.define(stack, { account: "123456789012", region: "eu-central-1", namePrefix: "shop-dev" });
  DockerProviderBuilder.addTo(stack);
  const bucket = bucketIn(stack);
  newFunction(stack, "jobs").addEventSource(new S3EventSource(bucket, CREATED));
  new S3BucketNotification(stack, "Own", { bucket: bucket.bucket, eventbridge: true });
  expect(() => Testing.synth(stack, true)).toThrow("they would overwrite each other");
});
