import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { QueueGrants } from "../../../lib";
import { parsePolicy } from "../../statements";
import { only, synth } from "../../synth";

test("a role gets permissions as a function does, each once", () => {
  const { json } = synth((stack) => {
    const role = new IamRole(stack, "Role", { name: "workflow", assumeRolePolicy: "{}" });
    const encryptionKey = new KmsKey(stack, "Key", {});
    for (const id of ["one", "two"]) {
      const queue = new SqsQueue(stack, id, { name: id, kmsMasterKeyId: encryptionKey.arn });
      QueueGrants.fromQueue(queue).sendMessages(role);
    }
  });
  const statements = parsePolicy(only(json, "aws_iam_role_policy").policy);
  expect(statements.map(({ Action }) => Action)).toEqual([
    ["sqs:SendMessage"],
    ["kms:Decrypt", "kms:GenerateDataKey"],
    ["sqs:SendMessage"],
  ]);
});
