import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { TerraformStack } from "cdktf";
import { GRANT_METHODS, grantMethod } from "../../../cli/permissions/grant-methods";
import * as library from "../../../lib";
import { functionOf, statementsOf } from "../../statements";

const roleArn = "arn:aws:iam::123456789012:role/states";

/** The neighbour of each class of grants, and the class, as the table writes it. */
const NEIGHBOURS: Readonly<Record<string, (stack: TerraformStack) => object>> = {
  "BucketGrants.fromBucket(bucket)": (stack) =>
    library.BucketGrants.fromBucket(new S3Bucket(stack, "N", { bucket: "docs" })),
  "TableGrants.fromTable(table)": (stack) =>
    library.TableGrants.fromTable(
      new DynamodbTable(stack, "N", {
        name: "orders",
        hashKey: "id",
        streamEnabled: true,
        streamViewType: "NEW_IMAGE",
      }),
    ),
  "QueueGrants.fromQueue(queue)": (stack) =>
    library.QueueGrants.fromQueue(new SqsQueue(stack, "N", { name: "jobs" })),
  "TopicGrants.fromTopic(topic)": (stack) =>
    library.TopicGrants.fromTopic(new SnsTopic(stack, "N", { name: "news" })),
  "EventBusGrants.fromEventBus(bus)": (stack) =>
    library.EventBusGrants.fromEventBus(new CloudwatchEventBus(stack, "N", { name: "bus" })),
  "KeyGrants.fromKey(key)": (stack) => library.KeyGrants.fromKey(new KmsKey(stack, "N")),
  "SecretGrants.fromSecret(secret)": (stack) =>
    library.SecretGrants.fromSecret(new SecretsmanagerSecret(stack, "N", { name: "token" })),
  "ParameterGrants.fromParameter(parameter)": (stack) =>
    library.ParameterGrants.fromParameter(
      new SsmParameter(stack, "N", { name: "/url", type: "String", value: "x" }),
    ),
  "StateMachineGrants.fromStateMachine(machine)": (stack) =>
    library.StateMachineGrants.fromStateMachine(
      new SfnStateMachine(stack, "N", { name: "orders", definition: "{}", roleArn }),
    ),
  other: (stack) => ({
    grantInvoke: (fn: library.Grantee) => functionOf(stack, "other").grantInvoke(fn),
  }),
};

/** What a method grants, in order. */
function actionsOf(neighbour: string, method: string): string[] {
  const statements = statementsOf((fn, stack) => {
    const grants = NEIGHBOURS[neighbour]?.(stack) as Record<string, (fn: library.Grantee) => void>;
    grants[method]?.(fn);
  });
  return [...new Set(statements.flatMap(({ Action }) => Action))].sort();
}

test.each(GRANT_METHODS)("%j are what %s grants", (actions, text) => {
  const [, neighbour = "", method = ""] = /^(.+)\.(\w+)\(fn\)$/.exec(text) ?? [];
  expect(actionsOf(neighbour, method)).toEqual([...actions].sort());
  for (const action of actions) expect(grantMethod(action)).toBe(text);
});

test("whatever a method of this package grants has a method in the table", () => {
  const classes = Object.entries(library).filter(([name]) => name.endsWith("Grants"));
  expect(classes.map(([name]) => name).sort()).toEqual(
    Object.keys(NEIGHBOURS)
      .filter((text) => text !== "other")
      .map((text) => text.split(".")[0])
      .sort(),
  );
  // In TypeScript private, in JavaScript methods as the others.
  const PRIVATE = ["constructor", "allow", "indexes", "items", "key", "list", "objects"];
  for (const [name, type] of classes) {
    const neighbour = Object.keys(NEIGHBOURS).find((text) => text.startsWith(`${name}.`)) ?? "";
    const methods = Object.getOwnPropertyNames((type as { prototype: object }).prototype);
    for (const method of methods.filter((one) => !PRIVATE.includes(one))) {
      const actions = actionsOf(neighbour, method);
      expect(actions).not.toEqual([]);
      expect(actions.filter((action) => grantMethod(action) === undefined)).toEqual([]);
    }
  }
});

test("an action that no method grants has none", () => {
  for (const action of [
    "ec2:RunInstances",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "secretsmanager:DescribeSecret",
    "ssm:DescribeParameters",
    "ssm:GetParametersByPath",
  ]) {
    expect(grantMethod(action)).toBeUndefined();
  }
});
