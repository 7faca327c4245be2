import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { App, TerraformStack, Token } from "cdktf";
import { AwsEnvironment } from "../../lib";
import { arnOf, type WithArn } from "../../lib/arn-of";
import { synth } from "../synth";

function arn(build: (stack: TerraformStack) => WithArn): string {
  let found = "";
  synth((stack) => {
    found = arnOf(build(stack));
  });
  return found;
}

test.each<[string, (stack: TerraformStack) => WithArn, string]>([
  ["a bucket", (stack) => new S3Bucket(stack, "X", { bucket: "photos" }), "arn:aws:s3:::photos"],
  [
    "a queue",
    (stack) => new SqsQueue(stack, "X", { name: "jobs" }),
    "arn:aws:sqs:eu-central-1:123456789012:jobs",
  ],
  [
    "a table",
    (stack) => new DynamodbTable(stack, "X", { name: "orders" }),
    "arn:aws:dynamodb:eu-central-1:123456789012:table/orders",
  ],
  [
    "a parameter, whose name begins with a slash",
    (stack) => new SsmParameter(stack, "X", { name: "/shop/flag", type: "String" }),
    "arn:aws:ssm:eu-central-1:123456789012:parameter/shop/flag",
  ],
])("%s with a known name has a readable ARN", (_, build, expected) => {
  expect(arn(build)).toBe(expected);
});

test.each<[string, (stack: TerraformStack) => WithArn]>([
  ["AWS chooses the name", (stack) => new SqsQueue(stack, "X", {})],
  ["the ARN doesn't follow from the name", (stack) => new KmsKey(stack, "X", {})],
  [
    "the resource may be in another account",
    (stack) =>
      new SqsQueue(stack, "X", {
        name: "jobs",
        provider: new AwsProvider(stack, "other", { alias: "other", region: "us-east-1" }),
      }),
  ],
  [
    "the resource is in another region",
    (stack) => new SqsQueue(stack, "X", { name: "jobs", region: "us-east-1" }),
  ],
])("where %s, it is the resource's attribute", (_, build) => {
  expect(Token.isUnresolved(arn(build))).toBe(true);
});

test("a resource of another stack has a readable ARN of its own region", () => {
  const app = new App();
  const [functions, data] = ["functions", "data"].map((id) => new TerraformStack(app, id));
  AwsEnvironment.define(functions as TerraformStack, {
    account: "123456789012",
    region: "eu-central-1",
    namePrefix: "shop",
  });
  const queue = new SqsQueue(data as TerraformStack, "X", { name: "jobs" });
  expect(Token.isUnresolved(arnOf(queue))).toBe(true);
  AwsEnvironment.define(data as TerraformStack, {
    account: "210987654321",
    region: "us-east-1",
    namePrefix: "data",
  });
  expect(arnOf(queue)).toBe("arn:aws:sqs:us-east-1:210987654321:jobs");
});
