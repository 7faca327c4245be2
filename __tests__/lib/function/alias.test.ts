import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { TerraformOutput } from "cdktf";
import {
  type AliasOptions,
  DockerImageCode,
  DockerImageFunction,
  type DockerImageFunctionProps,
  Duration,
  Schedule,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const FUNCTION = "aws_lambda_function.python_A57B7CE0";
const ARN = "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-python";

type Build = (fn: DockerImageFunction) => void;

function synthFunction(
  build: Build,
  props: Partial<DockerImageFunctionProps> = {},
  options: { readonly local?: boolean } = {},
) {
  return synth((stack) => {
    const code = DockerImageCode.fromImageAsset(functionFolder());
    build(new DockerImageFunction(stack, "python", { code, ...props }));
  }, options).json;
}

function aliasWith(options: AliasOptions) {
  return only(
    synthFunction((fn) => fn.addAlias("live", options)),
    "aws_lambda_alias",
  );
}

describe("versions", () => {
  test("a function without versions publishes none", () => {
    expect(
      only(
        synthFunction(() => {}),
        "aws_lambda_function",
      ).publish,
    ).toBeUndefined();
  });

  test("the current version is the one that the apply publishes, and there is one", () => {
    const json = synthFunction((fn) => {
      expect(fn.currentVersion).toBe(fn.currentVersion);
      fn.currentVersion.addAlias("live");
    });
    expect(only(json, "aws_lambda_function").publish).toBe(true);
    expect(only(json, "aws_lambda_alias").function_version).toBe(`\${${FUNCTION}.version}`);
  });

  test("has its number in its ARN", () => {
    const json = synthFunction((fn) => {
      new TerraformOutput(fn, "version", { value: fn.currentVersion.functionArn });
    });
    expect(Object.values(json.output)).toContainEqual({
      value: `\${${FUNCTION}.arn}:\${${FUNCTION}.version}`,
    });
  });
});

describe("an alias", () => {
  test("points to the current version", () => {
    expect(aliasWith({ description: "what users get" })).toMatchObject({
      name: "live",
      description: "what users get",
      function_name: `\${${FUNCTION}.function_name}`,
      function_version: `\${${FUNCTION}.version}`,
    });
  });

  test("has an address of its function and its name", () => {
    const { resource } = synthFunction((fn) => {
      fn.addAlias("live");
      fn.addAlias("next", { version: "12" });
    });
    expect(Object.keys(resource.aws_lambda_alias)).toEqual([
      "python_Aliaslive_6495F8D3",
      "python_Aliasnext_07DF6072",
    ]);
  });

  test("goes back to an earlier version without a change of the function", () => {
    const now = synthFunction((fn) => fn.addAlias("live"));
    const back = synthFunction((fn) => fn.addAlias("live", { version: "12" }));
    expect(only(back, "aws_lambda_alias").function_version).toBe("12");
    expect({ ...back.resource, aws_lambda_alias: {} }).toEqual({ ...now.resource, aws_lambda_alias: {} });
  });

  test("sends a part of the invocations to one more version", () => {
    const json = synthFunction((fn) => {
      const additionalVersions = [{ version: fn.currentVersion, weight: 0.1 }] as const;
      fn.addAlias("live", { version: "12", additionalVersions });
    });
    expect(only(json, "aws_lambda_alias")).toMatchObject({
      function_version: "12",
      routing_config: { additional_version_weights: { [`\${${FUNCTION}.version}`]: 0.1 } },
    });
  });

  test("has its own permissions, for the alias alone, and grants for its ARN alone", () => {
    const json = synthFunction((fn) => {
      const alias = fn.addAlias("live");
      alias.addPermission("Api", { principal: "s3.amazonaws.com", sourceAccount: "123456789012" });
      alias.grantInvoke(fn);
    });
    const [alias] = Object.keys(json.resource.aws_lambda_alias);
    expect(only(json, "aws_lambda_permission")).toMatchObject({
      function_name: `\${${FUNCTION}.function_name}`,
      qualifier: `\${aws_lambda_alias.${alias}.name}`,
    });
    const { Statement } = JSON.parse(only(json, "aws_iam_role_policy").policy);
    expect(Statement.at(-1)).toEqual({
      Action: ["lambda:InvokeFunction"],
      Effect: "Allow",
      Resource: [`${ARN}:live`],
    });
  });

  test("has its own settings of asynchronous invocations", () => {
    const json = synthFunction((fn) => fn.addAlias("live", { retryAttempts: 0 }), { retryAttempts: 1 });
    const [alias] = Object.keys(json.resource.aws_lambda_alias);
    const configs = Object.values(json.resource.aws_lambda_function_event_invoke_config);
    expect(configs).toMatchObject([
      { maximum_retry_attempts: 0, qualifier: `\${aws_lambda_alias.${alias}.name}` },
      { maximum_retry_attempts: 1 },
    ]);
  });

  test("gets event sources as a function does", () => {
    const bound: unknown[] = [];
    synthFunction((fn) => {
      const alias = fn.addAlias("live");
      alias.addEventSource({ bind: (target) => bound.push(target) });
      expect(bound).toEqual([alias]);
      expect(alias.role).toBe(fn.role);
      expect(alias.permissions).toBe(fn.permissions);
    });
  });

  test.each<[AliasOptions, string]>([
    [{ version: "$LATEST" }, 'version must be the number of a published version as text, for example "12"'],
    [{ version: "0" }, "version must be the number of a published version"],
    [{ description: "x".repeat(257) }, "description has 257 characters, but Lambda allows only 256"],
    [
      { additionalVersions: [{ version: "1", weight: 1 }] },
      "weight must be from 0 to less than 1, since the alias's own version gets the rest; got 1",
    ],
    [{ additionalVersions: [{ version: "1", weight: -0.1 }] }, "weight must be from 0"],
    [
      { version: "1", additionalVersions: [{ version: "1", weight: 0.1 }] },
      "additionalVersions names the version that the alias points to anyway",
    ],
    [
      {
        additionalVersions: [
          { version: "1", weight: 0.1 },
          { version: "2", weight: 0.1 },
        ],
      } as unknown as AliasOptions,
      "additionalVersions has 2 versions, but an alias can send invocations to only one more",
    ],
    [
      { provisionedConcurrentExecutions: 0 },
      "provisionedConcurrentExecutions must be a whole number from 1 on",
    ],
    [{ retryAttempts: 3 }, "retryAttempts must be a whole number from 0 to 2; got 3"],
  ])("is refused with %j", (options, message) => {
    expect(() => aliasWith(options)).toThrow(message);
    expect(() => aliasWith(options)).toThrow("[shop/python/Aliaslive] Lambda would refuse this alias:");
  });

  test.each(["12", "my alias", "", "x".repeat(129)])("is refused with the name %j", (name) => {
    expect(() => synthFunction((fn) => fn.addAlias(name))).toThrow("the name must be 1 to 128 letters");
  });
});

describe("provisioned concurrency", () => {
  test("keeps environments of the alias ready", () => {
    const json = synthFunction((fn) => fn.addAlias("live", { provisionedConcurrentExecutions: 2 }));
    const [alias] = Object.keys(json.resource.aws_lambda_alias);
    expect(only(json, "aws_lambda_provisioned_concurrency_config")).toEqual({
      "//": expect.anything(),
      function_name: `\${${FUNCTION}.function_name}`,
      provisioned_concurrent_executions: 2,
      qualifier: `\${aws_lambda_alias.${alias}.name}`,
    });
  });

  test("can't be more than the function reserves", () => {
    const build: Build = (fn) => fn.addAlias("live", { provisionedConcurrentExecutions: 6 });
    expect(() => synthFunction(build, { reservedConcurrentExecutions: 5 })).toThrow(
      "provisionedConcurrentExecutions is 6, but the function reserves only 5",
    );
  });
});

describe("auto scaling", () => {
  const scaled: Build = (fn) => {
    const scaling = fn
      .addAlias("live", { provisionedConcurrentExecutions: 2 })
      .addAutoScaling({ minCapacity: 2, maxCapacity: 20 });
    scaling.scaleOnUtilization({ utilizationTarget: 0.7, scaleInCooldown: Duration.minutes(2) });
    scaling.scaleOnSchedule("morning", {
      schedule: Schedule.cron({ minute: "0", hour: "8", weekDay: "MON-FRI" }),
      minCapacity: 10,
      timeZone: "Europe/Berlin",
    });
  };

  test("is for the alias's provisioned concurrency, which Terraform then doesn't reset", () => {
    const json = synthFunction(scaled);
    const [alias] = Object.keys(json.resource.aws_lambda_alias);
    expect(only(json, "aws_appautoscaling_target")).toMatchObject({
      service_namespace: "lambda",
      scalable_dimension: "lambda:function:ProvisionedConcurrency",
      resource_id: `function:\${${FUNCTION}.function_name}:\${aws_lambda_alias.${alias}.name}`,
      min_capacity: 2,
      max_capacity: 20,
    });
    expect(only(json, "aws_lambda_provisioned_concurrency_config").lifecycle).toEqual({
      ignore_changes: ["provisioned_concurrent_executions"],
    });
  });

  test("follows the utilization", () => {
    expect(only(synthFunction(scaled), "aws_appautoscaling_policy")).toMatchObject({
      name: "live-utilization",
      policy_type: "TargetTrackingScaling",
      target_tracking_scaling_policy_configuration: {
        target_value: 0.7,
        scale_in_cooldown: 120,
        predefined_metric_specification: {
          predefined_metric_type: "LambdaProvisionedConcurrencyUtilization",
        },
      },
    });
  });

  test("follows a schedule", () => {
    expect(only(synthFunction(scaled), "aws_appautoscaling_scheduled_action")).toMatchObject({
      name: "live-morning",
      schedule: "cron(0 8 ? * MON-FRI *)",
      timezone: "Europe/Berlin",
      scalable_target_action: { min_capacity: "10" },
    });
  });

  test("needs no fixed number", () => {
    const json = synthFunction((fn) => fn.addAlias("live").addAutoScaling({ maxCapacity: 5 }));
    expect(only(json, "aws_appautoscaling_target")).toMatchObject({ min_capacity: 1, max_capacity: 5 });
  });

  test("is left out on the local AWS, which has none", () => {
    const { resource } = synthFunction(scaled, {}, { local: true });
    expect(Object.keys(resource).filter((type) => type.startsWith("aws_appautoscaling"))).toEqual([]);
    expect(only({ resource }, "aws_lambda_provisioned_concurrency_config").lifecycle).toBeUndefined();
  });

  test.each<[string, Build]>([
    [
      "minCapacity is 3, and so more than maxCapacity, 2",
      (fn) => fn.addAlias("live").addAutoScaling({ minCapacity: 3, maxCapacity: 2 }),
    ],
    [
      "maxCapacity must be a whole number from 0 on; got 1.5",
      (fn) => fn.addAlias("live").addAutoScaling({ maxCapacity: 1.5 }),
    ],
    [
      "utilizationTarget must be from 0.1 to 0.9; got 70",
      (fn) =>
        fn.addAlias("live").addAutoScaling({ maxCapacity: 2 }).scaleOnUtilization({ utilizationTarget: 70 }),
    ],
    [
      'the schedule "night" changes nothing: set minCapacity, maxCapacity or both',
      (fn) =>
        fn
          .addAlias("live")
          .addAutoScaling({ maxCapacity: 2 })
          .scaleOnSchedule("night", { schedule: Schedule.rate(Duration.days(1)) }),
    ],
    [
      "addAutoScaling was called before. Use what it returned.",
      (fn) => {
        const alias = fn.addAlias("live");
        alias.addAutoScaling({ maxCapacity: 2 });
        alias.addAutoScaling({ maxCapacity: 2 });
      },
    ],
  ])("is refused: %s", (message, build) => {
    expect(() => synthFunction(build)).toThrow(message);
  });
});

test("a queue for failed events of an alias is allowed in the function's role", () => {
  const json = synth((stack) => {
    const code = DockerImageCode.fromImageAsset(functionFolder());
    const fn = new DockerImageFunction(stack, "python", { code });
    const queue = new SqsQueue(stack, "failed", { name: "failed" });
    const statements = [{ actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:::failed"] }];
    fn.addAlias("live", { onFailure: { bind: () => ({ destination: queue.arn, statements }) } });
  }).json;
  const { Statement } = JSON.parse(only(json, "aws_iam_role_policy").policy);
  expect(Statement.at(-1)).toMatchObject({ Action: ["sqs:SendMessage"] });
});
