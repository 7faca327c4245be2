import { readFileSync } from "node:fs";
import path from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformStack } from "cdktf";
import {
  DockerImageCode,
  DockerImageFunction,
  type DockerImageFunctionProps,
  Duration,
  FileSystem,
  HttpApiEventSource,
  HttpMethod,
  LoggingFormat,
  RecursiveLoop,
  RetentionDays,
  Schedule,
  ScheduleEventSource,
  SnsEventSource,
  SqsEventSource,
  TenancyConfig,
  Tracing,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

type Settings = Partial<DockerImageFunctionProps>;

function synthFunction(settings: Settings | ((stack: TerraformStack) => Settings)) {
  return synth((stack) => {
    new DockerImageFunction(stack, "python", {
      code: DockerImageCode.fromImageAsset(functionFolder()),
      ...(typeof settings === "function" ? settings(stack) : settings),
    });
  }).json;
}

// biome-ignore lint/suspicious/noExplicitAny: the tests read the JSON of a stack
function statements(json: any): any[] {
  const { policy } = only(json, "aws_iam_role_policy");
  const document = /^\$\{jsonencode\((.*)\)\}$/s.exec(policy)?.[1] ?? policy;
  return JSON.parse(document).Statement;
}

describe("the role", () => {
  test("of the app gets the function's permissions in a policy of its own", () => {
    const json = synthFunction((stack) => ({
      role: new IamRole(stack, "Own", { name: "own", assumeRolePolicy: "{}" }),
    }));
    expect(Object.keys(json.resource.aws_iam_role)).toEqual(["Own"]);
    expect(only(json, "aws_lambda_function").role).toBe("${aws_iam_role.Own.arn}");
    expect(only(json, "aws_iam_role_policy").role).toBe("${aws_iam_role.Own.name}");
  });

  const printedFor = (settings: Settings) => {
    const { json, folder } = synth((stack) => {
      new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromImageAsset(functionFolder()),
        role: new DataAwsIamRole(stack, "Theirs", { name: "theirs" }),
        ...settings,
      });
    });
    const manifest = JSON.parse(readFileSync(path.join(folder, "..", "..", "manifest.json"), "utf8"));
    const texts: string[] = manifest.stacks.shop.annotations.map(
      ({ message }: { message: string }) => message,
    );
    return { json, texts };
  };

  test("that is managed elsewhere isn't changed, and what it has to allow is printed", () => {
    const { json, texts } = printedFor({ tracing: Tracing.ACTIVE });
    expect(json.resource.aws_iam_role_policy).toBeUndefined();
    expect(only(json, "aws_lambda_function").role).toBe("${data.aws_iam_role.Theirs.arn}");
    expect(texts).toEqual([
      expect.stringContaining("It has to allow logs:CreateLogStream, logs:PutLogEvents on arn:aws:logs:"),
      expect.stringContaining("It has to allow xray:PutTelemetryRecords, xray:PutTraceSegments on *."),
    ]);
  });

  test("that is managed elsewhere is printed with conditions: a denial without its own would stop the function", () => {
    const { texts } = printedFor({ vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } });
    expect(texts.at(-1)).toMatch(
      /It has to deny ec2:AssignPrivateIpAddresses, .* on \*, under the condition \{"ArnEquals":\{"lambda:SourceFunctionArn":"arn:aws:lambda:[^"]*"\}\}\.$/,
    );
  });

  test("that is made has managed policies and a boundary", () => {
    const json = synthFunction((stack) => ({
      role: {
        roleName: "its-name",
        managedPolicies: [
          "arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole",
          new IamPolicy(stack, "Tables", { policy: "{}" }),
        ],
        permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
      },
    }));
    expect(only(json, "aws_iam_role")).toMatchObject({
      name: "its-name",
      permissions_boundary: "arn:aws:iam::123456789012:policy/boundary",
    });
    expect(Object.entries(json.resource.aws_iam_role_policy_attachment)).toEqual([
      [
        expect.stringMatching(/^python_Role_ManagedPolicy-AWSLambdaKinesisExecutionRole_/),
        expect.objectContaining({
          policy_arn: "arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole",
        }),
      ],
      [
        expect.stringMatching(/^python_Role_ManagedPolicy-Tables_/),
        expect.objectContaining({ policy_arn: "${aws_iam_policy.Tables.arn}" }),
      ],
    ]);
    expect(only(json, "aws_lambda_function").depends_on).toEqual(
      expect.arrayContaining([expect.stringMatching(/^aws_iam_role_policy_attachment\./)]),
    );
  });
});

describe("the log", () => {
  test("goes to a log group of one's own, and may be written there", () => {
    const json = synthFunction((stack) => ({
      logGroup: new CloudwatchLogGroup(stack, "Logs", { name: "/shop/all", retentionInDays: 90 }),
    }));
    expect(Object.keys(json.resource.aws_cloudwatch_log_group)).toEqual(["Logs"]);
    expect(only(json, "aws_lambda_function").logging_config.log_group).toBe(
      "${aws_cloudwatch_log_group.Logs.name}",
    );
    expect(statements(json)).toContainEqual(
      expect.objectContaining({
        Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:/shop/all:*"],
      }),
    );
  });

  test("is encrypted and kept as the settings say", () => {
    const json = synthFunction((stack) => ({
      logGroup: {
        retention: RetentionDays.ONE_YEAR,
        encryptionKey: new KmsKey(stack, "Key", {}),
        logGroupName: "/shop/python",
      },
    }));
    expect(only(json, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/shop/python",
      retention_in_days: 365,
      kms_key_id: "${aws_kms_key.Key.arn}",
    });
  });

  test("is JSON with levels", () => {
    const json = synthFunction({
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevel: "WARN",
      systemLogLevel: "DEBUG",
    });
    expect(only(json, "aws_lambda_function").logging_config).toMatchObject({
      log_format: "JSON",
      application_log_level: "WARN",
      system_log_level: "DEBUG",
    });
  });
});

describe("a VPC", () => {
  test("with security groups", () => {
    const json = synthFunction({
      vpc: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"], ipv6AllowedForDualStack: true },
    });
    expect(only(json, "aws_lambda_function").vpc_config).toEqual({
      subnet_ids: ["subnet-1", "subnet-2"],
      security_group_ids: ["sg-1"],
      ipv6_allowed_for_dual_stack: true,
    });
  });

  test("with a new security group that lets nothing in", () => {
    const json = synthFunction({ vpc: { subnetIds: ["subnet-1"], vpcId: "vpc-1" } });
    expect(only(json, "aws_security_group")).toMatchObject({
      vpc_id: "vpc-1",
      ingress: [],
      egress: [expect.objectContaining({ protocol: "-1", cidr_blocks: ["0.0.0.0/0"] })],
    });
  });

  test("lets Lambda manage network interfaces, but not the code", () => {
    const [, allow, deny] = statements(
      synthFunction({ vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } }),
    );
    expect(allow).toMatchObject({ Effect: "Allow", Resource: ["*"] });
    expect(deny).toMatchObject({
      Effect: "Deny",
      Action: allow.Action,
      Condition: {
        ArnEquals: {
          "lambda:SourceFunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-python",
        },
      },
    });
  });
});

test("mounts a file system, after its mount targets exist", () => {
  const json = synthFunction((stack) => {
    const accessPoint = new EfsAccessPoint(stack, "Point", { fileSystemId: "fs-1" });
    const mountTargets = [
      new EfsMountTarget(stack, "Target", { fileSystemId: "fs-1", subnetId: "subnet-1" }),
    ];
    return {
      vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
      filesystem: FileSystem.fromEfsAccessPoint(accessPoint, "/mnt/models", { mountTargets }),
    };
  });
  const fn = only(json, "aws_lambda_function");
  expect(fn.file_system_config).toEqual({
    arn: "${aws_efs_access_point.Point.arn}",
    local_mount_path: "/mnt/models",
  });
  expect(fn.depends_on).toContain("aws_efs_mount_target.Target");
});

test("traces, encrypts its variables, has tags, and may loop", () => {
  const json = synthFunction((stack) => ({
    tracing: Tracing.ACTIVE,
    environment: { TABLE: "t" },
    environmentEncryption: new KmsKey(stack, "Key", {}),
    tags: { Team: "shop" },
    recursiveLoop: RecursiveLoop.ALLOW,
  }));
  expect(only(json, "aws_lambda_function")).toMatchObject({
    tracing_config: { mode: "Active" },
    kms_key_arn: "${aws_kms_key.Key.arn}",
    tags: { Team: "shop" },
  });
  expect(only(json, "aws_iam_role").tags).toEqual({ Team: "shop" });
  expect(only(json, "aws_cloudwatch_log_group").tags).toEqual({ Team: "shop" });
  expect(only(json, "aws_lambda_function_recursion_config").recursive_loop).toBe("Allow");
});

describe("failed events", () => {
  test("go to a queue, and may be sent there", () => {
    const json = synthFunction((stack) => ({
      deadLetterQueue: new SqsQueue(stack, "Failed", { name: "failed" }),
    }));
    expect(only(json, "aws_lambda_function").dead_letter_config.target_arn).toBe(
      "${aws_sqs_queue.Failed.arn}",
    );
    expect(statements(json)).toContainEqual({
      Effect: "Allow",
      Action: ["sqs:SendMessage"],
      Resource: ["arn:aws:sqs:eu-central-1:123456789012:failed"],
    });
  });

  test("go to a topic", () => {
    const json = synthFunction((stack) => ({
      deadLetterTopic: new SnsTopic(stack, "Failed", { name: "failed" }),
    }));
    expect(statements(json)).toContainEqual({
      Effect: "Allow",
      Action: ["sns:Publish"],
      Resource: ["arn:aws:sns:eu-central-1:123456789012:failed"],
    });
  });

  test("go to an encrypted queue, whose key may be used", () => {
    const json = synthFunction((stack) => ({
      deadLetterQueue: new SqsQueue(stack, "Failed", {
        name: "failed",
        kmsMasterKeyId: "arn:aws:kms:eu-central-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
      }),
    }));
    expect(statements(json)).toContainEqual({
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: ["arn:aws:kms:eu-central-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef"],
    });
  });

  test("go to a new queue that keeps them for two weeks", () => {
    const json = synthFunction({ deadLetterQueueEnabled: true });
    expect(only(json, "aws_sqs_queue")).toMatchObject({
      name: "shop-dev-python-dead-letters",
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
  });

  test("are tried again as often, and for as long, as the settings say", () => {
    const json = synthFunction({ retryAttempts: 0, maxEventAge: Duration.hours(1) });
    expect(only(json, "aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_retry_attempts: 0,
      maximum_event_age_in_seconds: 3600,
    });
  });
});

describe("what needs AWS provider 6", () => {
  test("raises the stack's constraint on the provider, once", () => {
    const { json } = synth((stack) => {
      for (const id of ["one", "two"])
        new DockerImageFunction(stack, id, {
          code: DockerImageCode.fromImageAsset(functionFolder()),
          durableConfig: { executionTimeout: Duration.days(2), retentionPeriod: Duration.days(7) },
          tenancyConfig: TenancyConfig.PER_TENANT,
        });
      stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
    });
    expect(json.terraform.required_providers.aws.version).toBe(">= 5.100.0, < 7.0.0, >= 6.25.0");
    expect(Object.values(json.resource.aws_lambda_function)[0]).toMatchObject({
      durable_config: { execution_timeout: 172_800, retention_period: 7 },
      tenancy_config: { tenant_isolation_mode: "PER_TENANT" },
    });
  });

  test("a function that separates tenants has nothing that can't name one", () => {
    synth((stack) => {
      const code = DockerImageCode.fromImageAsset(functionFolder());
      const fn = new DockerImageFunction(stack, "hello", { code, tenancyConfig: TenancyConfig.PER_TENANT });
      const queue = new SqsQueue(stack, "Jobs", { name: "jobs" });
      const schedule = Schedule.rate(Duration.hours(1));
      const refused: readonly [name: string, add: () => unknown][] = [
        ["a function URL", () => fn.addFunctionUrl()],
        ["provisioned concurrency", () => fn.addAlias("live", { provisionedConcurrentExecutions: 1 })],
        ["provisioned concurrency", () => fn.addAlias("scaled").addAutoScaling({ maxCapacity: 2 })],
        ["an event source that it polls", () => fn.addEventSource(new SqsEventSource(queue))],
        ["a schedule", () => fn.addEventSource(new ScheduleEventSource("Hourly", { schedule }))],
        [
          "events of sns.amazonaws.com",
          () => fn.addEventSource(new SnsEventSource(new SnsTopic(stack, "News", { name: "news" }))),
        ],
      ];
      for (const [name, add] of refused) {
        expect(add).toThrow(`The function has tenancyConfig, and Lambda doesn't allow ${name} for it`);
      }
      expect(() => fn.addEventSource(new HttpApiEventSource(HttpMethod.GET, "/"))).not.toThrow();
    });
  });

  test("keeps the bindings' constraint where the stack sets none", () => {
    const { json } = synth((stack) => {
      new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromImageAsset(functionFolder()),
        capacityProvider: {
          capacityProvider: "arn:aws:lambda:eu-central-1:123456789012:capacity-provider:own",
          perExecutionEnvironmentMaxConcurrency: 10,
        },
      });
    });
    expect(json.terraform.required_providers.aws.version).toMatch(/>= 6\.24\.0$/);
    expect(only(json, "aws_lambda_function").capacity_provider_config).toEqual({
      lambda_managed_instances_capacity_provider_config: {
        capacity_provider_arn: "arn:aws:lambda:eu-central-1:123456789012:capacity-provider:own",
        per_execution_environment_max_concurrency: 10,
      },
    });
  });

  test("lets a durable function save its progress", () => {
    const json = synthFunction({ durableConfig: { executionTimeout: Duration.hours(1) } });
    expect(statements(json)).toContainEqual({
      Effect: "Allow",
      Action: ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
      Resource: ["arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-python:*"],
    });
  });
});

describe("what can be there once", () => {
  function twice(act: (fn: DockerImageFunction) => void): () => void {
    return () =>
      void synth((stack) => {
        const fn = new DockerImageFunction(stack, "python", {
          code: DockerImageCode.fromImageAsset(functionFolder()),
        });
        act(fn);
        act(fn);
      });
  }

  test("is refused a second time, in its own words", () => {
    expect(twice((fn) => fn.addAlias("live"))).toThrow('[shop/python] There is an alias "live" already.');
    expect(twice((fn) => fn.addFunctionUrl())).toThrow("[shop/python] There is a function URL already.");
    expect(twice((fn) => fn.configureAsyncInvoke({ retryAttempts: 0 }))).toThrow(
      "[shop/python] There are settings of asynchronous invocations already.",
    );
  });

  test("a name in Lambda belongs to one function of an account and region", () => {
    const code = () => DockerImageCode.fromImageAsset(functionFolder());
    expect(() =>
      synth((stack) => {
        new DockerImageFunction(stack, "one", { code: code(), functionName: "same" });
        new DockerImageFunction(stack, "two", { code: code(), functionName: "same" });
      }),
    ).toThrow(
      '[shop/two] The function [shop/one] has the name "same" already, in the same account and region.',
    );
  });
});

test("a key for variables is set with the first variable, since Lambda stores none without", () => {
  const of = (add: boolean) =>
    synth((stack) => {
      const fn = new DockerImageFunction(stack, "python", {
        code: DockerImageCode.fromImageAsset(functionFolder()),
        environmentEncryption: new KmsKey(stack, "Key", {}),
      });
      if (add) fn.addEnvironment("TABLE", "t");
    }).json;
  expect(only(of(false), "aws_lambda_function").kms_key_arn).toBeUndefined();
  expect(only(of(true), "aws_lambda_function").kms_key_arn).toBe("${aws_kms_key.Key.arn}");
});

describe("is refused at construction:", () => {
  const refused: readonly (readonly [string, Settings | ((stack: TerraformStack) => Settings), RegExp])[] = [
    ["levels of a text log", { applicationLogLevel: "WARN" }, /applicationLogLevel needs loggingFormat/],
    ["too many retries", { retryAttempts: 3 }, /retryAttempts must be a whole number from 0 to 2; got 3/],
    [
      "a short event age",
      { maxEventAge: Duration.seconds(59) },
      /maxEventAge must be a whole number from 60 to 21600 \(seconds\); got 59/,
    ],
    [
      "two dead letter targets",
      (stack) => ({ deadLetterQueueEnabled: true, deadLetterTopic: new SnsTopic(stack, "T", {}) }),
      /one dead letter target/,
    ],
    [
      "a FIFO queue for failed events",
      (stack) => ({ deadLetterQueue: new SqsQueue(stack, "Q", { name: "failed.fifo", fifoQueue: true }) }),
      /is a FIFO queue\. Lambda sends its records to standard queues only/,
    ],
    [
      "a file system without a VPC",
      (stack) => ({
        filesystem: FileSystem.fromEfsAccessPoint(
          new EfsAccessPoint(stack, "P", { fileSystemId: "fs-1" }),
          "/mnt/models",
        ),
      }),
      /filesystem needs vpc/,
    ],
    ["a role's name with a path", { role: { roleName: "team/worker" } }, /A path is no part of it/],
    ["retention in two places", { logRetention: 7, logGroup: { retention: 14 } }, /logRetention is for/],
    ["no subnet", { vpc: { subnetIds: [], vpcId: "vpc-1" } }, /vpc\.subnetIds is empty/],
    ["layers", { layers: ["arn"] } as unknown as Settings, /layers: an image has no layers\. Copy/],
    [
      "a long durable execution",
      { durableConfig: { executionTimeout: Duration.days(367) } },
      /executionTimeout \(seconds\) must be from 1 to 31622400/,
    ],
    [
      "half a day of history",
      { durableConfig: { executionTimeout: Duration.hours(1), retentionPeriod: Duration.hours(12) } },
      /retentionPeriod \(whole days\) must be from 1 to 90; got 0\.5/,
    ],
  ];
  test.each(refused)("%s", (_, settings, message) => {
    expect(() => synthFunction(settings)).toThrow(message);
  });

  test("a mount path outside of /mnt", () => {
    expect(() =>
      synth((stack) => {
        FileSystem.fromEfsAccessPoint(new EfsAccessPoint(stack, "P", { fileSystemId: "fs-1" }), "/data");
      }),
    ).toThrow(/directly below \/mnt/);
  });
});

test("types refuse what an image function doesn't have", () => {
  // @ts-expect-error an image has no layers
  const layers: DockerImageFunctionProps["layers"] = [];
  // @ts-expect-error either security groups or a VPC for a new one
  const vpc: DockerImageFunctionProps["vpc"] = { subnetIds: ["subnet-1"] };
  expect([layers, vpc]).toHaveLength(2);
});

test("an added variable is checked like the others", () => {
  const json = synth((stack) => {
    const fn = new DockerImageFunction(stack, "python", {
      code: DockerImageCode.fromImageAsset(functionFolder()),
      environment: { ONE: "1" },
    });
    fn.addEnvironment("TWO", "2");
    expect(() => fn.addEnvironment("AWS_REGION", "x")).toThrow(/Lambda reserves this name/);
  }).json;
  expect(only(json, "aws_lambda_function").environment.variables).toEqual({ ONE: "1", TWO: "2" });
});
