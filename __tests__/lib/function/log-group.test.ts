import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { DockerImageCode, DockerImageFunction, RetentionDays } from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

test("a new log group has the given name, class, key and time", () => {
  const { json } = synth((stack) => {
    new DockerImageFunction(stack, "python", {
      code: DockerImageCode.fromImageAsset(functionFolder()),
      logGroup: {
        logGroupName: "/shop/python",
        logGroupClass: "INFREQUENT_ACCESS",
        encryptionKey: new KmsKey(stack, "Key"),
        retention: RetentionDays.ONE_YEAR,
      },
    });
  });
  expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({
    name: "/shop/python",
    log_group_class: "INFREQUENT_ACCESS",
    kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\.Key/),
    retention_in_days: 365,
  });
});
