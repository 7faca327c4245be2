import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import { DataAwsSqsQueue } from "@cdktf/provider-aws/lib/data-aws-sqs-queue";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { QueueGrants } from "../../../lib";
import { statementsOf } from "../../statements";

/** What may be used of keys by who sends to a queue that is encrypted with such a key. */
function keysOf(keyId: (stack: TerraformStack) => string | undefined): readonly string[] {
  const statements = statementsOf((fn, stack) => {
    const kmsMasterKeyId = keyId(stack);
    const queue = new SqsQueue(stack, "Jobs", { name: "jobs", ...(kmsMasterKeyId && { kmsMasterKeyId }) });
    QueueGrants.fromQueue(queue).sendMessages(fn);
  });
  return statements.filter(({ Action }) => Action[0]?.startsWith("kms:")).flatMap(({ Resource }) => Resource);
}

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

describe("the key of an encrypted neighbour is granted too, GIVEN", () => {
  test.each<[string, (stack: TerraformStack) => string, string]>([
    ["the ARN of a resource", (stack) => new KmsKey(stack, "Key", {}).arn, "${aws_kms_key.Key.arn}"],
    [
      "the id of a resource",
      (stack) => new KmsKey(stack, "Key", {}).keyId,
      "arn:aws:kms:eu-central-1:123456789012:key/${aws_kms_key.Key.key_id}",
    ],
    [
      "the key of an alias",
      (stack) => new DataAwsKmsAlias(stack, "Alias", { name: "alias/jobs" }).targetKeyArn,
      "${data.aws_kms_alias.Alias.target_key_arn}",
    ],
    ["an id", () => ID, `arn:aws:kms:eu-central-1:123456789012:key/${ID}`],
    ["an ARN", () => `arn:aws:kms:eu-central-1:1:key/${ID}`, `arn:aws:kms:eu-central-1:1:key/${ID}`],
  ])("%s", (_what, keyId, arn) => {
    expect(keysOf(keyId)).toEqual([arn]);
  });
});

test("a key that AWS manages needs no permission, and neither does a queue without a key", () => {
  expect(keysOf(() => "alias/aws/sqs")).toEqual([]);
  expect(keysOf(() => undefined)).toEqual([]);
});

test.each<[string, (stack: TerraformStack) => string]>([
  ["the name of an alias", () => "alias/jobs"],
  ["the ARN of an alias", (stack) => new KmsAlias(stack, "Alias", { targetKeyId: ID }).arn],
  ["a variable", (stack) => new TerraformVariable(stack, "key", {}).stringValue],
])("fails if the key's ARN doesn't follow from %s", (_what, keyId) => {
  expect(() => keysOf(keyId)).toThrow(
    /\[shop\/hello\] \[shop\/Jobs\] is encrypted with ".*"\. A permission needs the ARN of the key.*Pass the key as `encryptionKey`/,
  );
});

test("a queue that is managed elsewhere doesn't name its key, so it is an option", () => {
  const statements = statementsOf((fn, stack) => {
    const queue = new DataAwsSqsQueue(stack, "Jobs", { name: "jobs" });
    QueueGrants.fromQueue(queue, { encryptionKey: new KmsKey(stack, "Key", {}) }).consumeMessages(fn);
  });
  expect(statements.at(-1)).toEqual({
    Action: ["kms:Decrypt"],
    Effect: "Allow",
    Resource: ["${aws_kms_key.Key.arn}"],
  });
});

test("what two grants need is in the policy once", () => {
  const statements = statementsOf((fn, stack) => {
    const encryptionKey = new KmsKey(stack, "Key", {});
    for (const id of ["one", "two"]) {
      const queue = new SqsQueue(stack, id, { name: id, kmsMasterKeyId: encryptionKey.arn });
      QueueGrants.fromQueue(queue).sendMessages(fn);
    }
  });
  expect(statements.map(({ Action }) => Action[0])).toEqual([
    "sqs:SendMessage",
    "kms:Decrypt",
    "sqs:SendMessage",
  ]);
});
