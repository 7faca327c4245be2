import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { TerraformStack } from "cdktf";
import {
  DockerImageCode,
  DockerImageFunction,
  type DockerImageFunctionProps,
  ProductionDefaults,
  type ProductionDefaultsProps,
  Repository,
  RepositoryEncryption,
  RetentionDays,
  Tracing,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const KEY = "${aws_kms_key.Key.arn}";

/** A stack with production defaults. */
function synthProduction(
  build: (stack: TerraformStack) => void,
  defaults: Omit<ProductionDefaultsProps, "encryptionKey"> = {},
) {
  return synth((stack) => {
    ProductionDefaults.addTo(stack, { encryptionKey: new KmsKey(stack, "Key"), ...defaults });
    build(stack);
  }).json;
}

type Settings = Partial<DockerImageFunctionProps>;

function addFunction(stack: TerraformStack, settings: Settings = {}): DockerImageFunction {
  return new DockerImageFunction(stack, "python", {
    code: DockerImageCode.fromImageAsset(functionFolder()),
    environment: { STAGE: "prod" },
    ...settings,
  });
}

const synthFunction = (
  settings: Settings | ((stack: TerraformStack) => Settings) = {},
  defaults: Omit<ProductionDefaultsProps, "encryptionKey"> = {},
) =>
  synthProduction(
    (stack) => void addFunction(stack, typeof settings === "function" ? settings(stack) : settings),
    defaults,
  );

describe("a function in a stack with production defaults", () => {
  test("has a key, logs for a year, a dead letter queue and traces", () => {
    const json = synthFunction();
    expect(only(json, "aws_sqs_queue")).toMatchObject({
      name: "shop-dev-python-dead-letters",
      sqs_managed_sse_enabled: true,
    });
    expect(only(json, "aws_lambda_function")).toMatchObject({
      kms_key_arn: KEY,
      tracing_config: { mode: "Active" },
      dead_letter_config: { target_arn: expect.stringMatching(/^\$\{aws_sqs_queue\./) },
    });
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: 365, kms_key_id: KEY });
    expect(only(json, "aws_ecr_repository").encryption_configuration).toEqual([
      { encryption_type: "KMS", kms_key: KEY },
    ]);
  });

  test("has the VPC, the concurrency and the retention of the defaults", () => {
    const vpc = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };
    const json = synthFunction(
      {},
      { vpc, reservedConcurrentExecutions: 20, logRetention: RetentionDays.TWO_YEARS },
    );
    expect(only(json, "aws_lambda_function")).toMatchObject({
      vpc_config: { subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] },
      reserved_concurrent_executions: 20,
    });
    expect(only(json, "aws_cloudwatch_log_group").retention_in_days).toBe(731);
  });

  test("has no key without variables, since Lambda would not store it, but gets one with its first variable", () => {
    const withVariable = (add: boolean) =>
      only(
        synthProduction((stack) => {
          const fn = new DockerImageFunction(stack, "python", {
            code: DockerImageCode.fromImageAsset(functionFolder()),
          });
          if (add) fn.addEnvironment("STAGE", "prod");
        }),
        "aws_lambda_function",
      ).kms_key_arn;
    expect(withVariable(false)).toBeUndefined();
    expect(withVariable(true)).toBe(KEY);
  });

  test("keeps what it sets itself", () => {
    const json = synthFunction(
      (stack) => ({
        tracing: Tracing.PASS_THROUGH,
        logRetention: RetentionDays.ONE_WEEK,
        deadLetterQueueEnabled: false,
        environmentEncryption: new KmsKey(stack, "Own"),
        reservedConcurrentExecutions: 5,
        vpc: { subnetIds: ["subnet-2"], securityGroupIds: ["sg-2"] },
      }),
      { reservedConcurrentExecutions: 20, vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } },
    );
    expect(only(json, "aws_lambda_function")).toMatchObject({
      kms_key_arn: "${aws_kms_key.Own.arn}",
      tracing_config: { mode: "PassThrough" },
      reserved_concurrent_executions: 5,
      vpc_config: { subnet_ids: ["subnet-2"] },
    });
    expect(only(json, "aws_lambda_function").dead_letter_config).toBeUndefined();
    expect(json.resource.aws_sqs_queue).toBeUndefined();
    // The key is still that of the stack.
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: 7, kms_key_id: KEY });
  });

  test("gets no queue besides its topic for dead letters", () => {
    const json = synthFunction((stack) => ({ deadLetterTopic: new SnsTopic(stack, "Failed") }));
    expect(json.resource.aws_sqs_queue).toBeUndefined();
    expect(only(json, "aws_lambda_function").dead_letter_config.target_arn).toBe(
      "${aws_sns_topic.Failed.arn}",
    );
  });

  test("has the defaults beside the settings of its log group, and leaves a log group of the app as it is", () => {
    const settings = synthFunction({ logGroup: { logGroupClass: "INFREQUENT_ACCESS" } });
    expect(only(settings, "aws_cloudwatch_log_group")).toMatchObject({
      log_group_class: "INFREQUENT_ACCESS",
      retention_in_days: 365,
      kms_key_id: KEY,
    });
    const own = synthFunction((stack) => ({
      logGroup: new CloudwatchLogGroup(stack, "Logs", { name: "logs" }),
    }));
    expect(only(own, "aws_cloudwatch_log_group").kms_key_id).toBeUndefined();
  });

  test("can't set logRetention beside a log group, as without defaults", () => {
    expect(() => synthFunction({ logGroup: { logGroupName: "logs" }, logRetention: 7 })).toThrow(
      /logRetention is for a log group with no other settings/,
    );
  });
});

describe("a repository in a stack with production defaults", () => {
  test("may keep the encryption that it was created with", () => {
    const json = synthProduction(
      (stack) => void new Repository(stack, "Images", { encryption: RepositoryEncryption.AES_256 }),
    );
    expect(only(json, "aws_ecr_repository").encryption_configuration).toEqual([
      { encryption_type: "AES256" },
    ]);
  });

  test("may have another key", () => {
    const json = synthProduction(
      (stack) => void new Repository(stack, "Images", { encryptionKey: new KmsKey(stack, "Other") }),
    );
    expect(only(json, "aws_ecr_repository").encryption_configuration).toEqual([
      { encryption_type: "KMS", kms_key: "${aws_kms_key.Other.arn}" },
    ]);
  });
});

describe("the encryption of a repository without production defaults", () => {
  const encryption = (props: ConstructorParameters<typeof Repository>[2]) =>
    only(synth((stack) => void new Repository(stack, "Images", props)).json, "aws_ecr_repository")
      .encryption_configuration;

  test("is that of S3, or of KMS with the key of ECR or a given one", () => {
    expect(encryption({})).toEqual([{ encryption_type: "AES256" }]);
    expect(encryption({ encryption: "KMS" })).toEqual([{ encryption_type: "KMS" }]);
    expect(encryption({ encryptionKey: "arn:aws:kms:eu-central-1:123456789012:key/1" })).toEqual([
      { encryption_type: "KMS", kms_key: "arn:aws:kms:eu-central-1:123456789012:key/1" },
    ]);
  });

  test("can't have a key and not use it", () => {
    expect(() => encryption({ encryption: "AES256", encryptionKey: "arn" })).toThrow(
      /\[shop\/Images\] encryptionKey is a key of KMS, but encryption is RepositoryEncryption.AES_256/,
    );
  });
});

test("production defaults are added once", () => {
  expect(() =>
    synthProduction((stack) =>
      ProductionDefaults.addTo(stack, { encryptionKey: new KmsKey(stack, "Second") }),
    ),
  ).toThrow("The stack [shop] has production defaults already. Add them once.");
});
