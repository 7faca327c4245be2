import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { TerraformStack } from "cdktf";
import {
  type Alias,
  DockerImageCode,
  DockerImageFunction,
  Duration,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
  type LambdaDeploymentGroupProps,
  TrafficRouting,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const FUNCTION = "aws_lambda_function.python_A57B7CE0";
const ARN = "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-python";

type Props = (stack: TerraformStack, alias: Alias) => Partial<LambdaDeploymentGroupProps>;

function synthGroup(props: Props = () => ({}), options: { readonly local?: boolean } = {}) {
  return synth((stack) => {
    const code = DockerImageCode.fromImageAsset(functionFolder());
    const alias = new DockerImageFunction(stack, "python", { code }).addAlias("live");
    new LambdaDeploymentGroup(stack, "shift", { alias, ...props(stack, alias) });
  }, options).json;
}

function alarm(stack: TerraformStack, id = "errors"): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(stack, id, {
    alarmName: id,
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
  });
}

function statementsOf(json: ReturnType<typeof synthGroup>, role: string) {
  return JSON.parse(json.resource.aws_iam_role_policy[role].policy).Statement;
}

describe("a deployment group", () => {
  test("shifts a tenth first, and goes back when it fails", () => {
    const json = synthGroup();
    expect(only(json, "aws_codedeploy_app")).toMatchObject({
      name: "shop-dev-shift",
      compute_platform: "Lambda",
    });
    expect(only(json, "aws_codedeploy_deployment_group")).toMatchObject({
      app_name: expect.stringMatching(/^\$\{aws_codedeploy_app\.\w+\.name\}$/),
      deployment_group_name: "shop-dev-shift",
      deployment_config_name: "CodeDeployDefault.LambdaCanary10Percent5Minutes",
      deployment_style: { deployment_type: "BLUE_GREEN", deployment_option: "WITH_TRAFFIC_CONTROL" },
      auto_rollback_configuration: { enabled: true, events: ["DEPLOYMENT_FAILURE"] },
    });
  });

  test("decides about the alias after its creation, and Terraform doesn't", () => {
    expect(only(synthGroup(), "aws_lambda_alias")).toMatchObject({
      function_version: `\${${FUNCTION}.version}`,
      lifecycle: { ignore_changes: ["function_version", "routing_config"] },
    });
  });

  test("deploys each version that the alias gets, with nothing secret", () => {
    const json = synthGroup();
    const { triggers_replace, provisioner, depends_on } = only(json, "terraform_data");
    expect(triggers_replace).toEqual({ version: `\${${FUNCTION}.version}` });
    expect(provisioner).toMatchObject([{ "local-exec": { interpreter: ["sh", "-euc"] } }]);
    expect(provisioner[0]["local-exec"].environment).toEqual({
      ACCOUNT: "123456789012",
      REGION: "eu-central-1",
      GROUP: "shop-dev-shift",
      FUNCTION: `\${${FUNCTION}.function_name}`,
      ALIAS: "live",
      TARGET: `\${${FUNCTION}.version}`,
      HOOKS: "[]",
      WAIT_SECONDS: "10",
      AWS_PAGER: "",
    });
    expect(depends_on).toEqual([
      expect.stringContaining("aws_codedeploy_deployment_group."),
      expect.stringContaining("aws_iam_role_policy.shift_ServiceRolePolicy"),
      expect.stringContaining("aws_lambda_alias."),
    ]);
  });

  test("may change the alias, and nothing else", () => {
    const json = synthGroup();
    const name = Object.keys(json.resource.aws_iam_role_policy).find((id) => id.startsWith("shift_"));
    expect(statementsOf(json, name as string)).toEqual([
      {
        Action: ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
        Effect: "Allow",
        Resource: [ARN, `${ARN}:live`],
      },
    ]);
    const role = Object.entries(json.resource.aws_iam_role).find(([id]) => id.startsWith("shift_"));
    expect(role?.[1]).toMatchObject({
      name: "shop-dev-shift-eu-central-1",
      assume_role_policy: expect.stringContaining('"Service":"codedeploy.amazonaws.com"'),
    });
  });

  test("stops for an alarm, which its role may read", () => {
    const json = synthGroup((stack) => ({ alarms: [alarm(stack)] }));
    expect(only(json, "aws_codedeploy_deployment_group")).toMatchObject({
      alarm_configuration: {
        enabled: true,
        alarms: [expect.stringMatching(/^\$\{aws_cloudwatch_metric_alarm\.\w+\.alarm_name\}$/)],
      },
      auto_rollback_configuration: { events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"] },
    });
    const name = Object.keys(json.resource.aws_iam_role_policy).find((id) => id.startsWith("shift_"));
    expect(statementsOf(json, name as string).at(-1)).toMatchObject({
      Action: ["cloudwatch:DescribeAlarms"],
    });
  });

  test("goes back only when it is told to", () => {
    const autoRollback = { failedDeployment: false, stoppedDeployment: true };
    expect(
      only(
        synthGroup(() => ({ autoRollback })),
        "aws_codedeploy_deployment_group",
      ),
    ).toMatchObject({
      auto_rollback_configuration: { enabled: true, events: ["DEPLOYMENT_STOP_ON_REQUEST"] },
    });
    const never = synthGroup(() => ({ autoRollback: { failedDeployment: false } }));
    expect(only(never, "aws_codedeploy_deployment_group").auto_rollback_configuration).toEqual({
      enabled: false,
    });
  });

  test("runs its hooks, which may report to this group alone", () => {
    const json = synthGroup((stack) => {
      const code = DockerImageCode.fromImageAsset(functionFolder());
      return { preHook: new DockerImageFunction(stack, "check", { code }) };
    });
    const names = Object.keys(json.resource.aws_iam_role_policy);
    const policyOf = (prefix: string) =>
      statementsOf(json, names.find((id) => id.startsWith(prefix)) as string);
    expect(policyOf("shift_")).toContainEqual({
      Action: ["lambda:InvokeFunction"],
      Effect: "Allow",
      Resource: [`${ARN.replace("python", "check")}`],
    });
    expect(policyOf("check_")).toContainEqual({
      Action: ["codedeploy:PutLifecycleEventHookExecutionStatus"],
      Effect: "Allow",
      Resource: [
        "arn:aws:codedeploy:eu-central-1:123456789012:deploymentgroup:shop-dev-shift/shop-dev-shift",
      ],
    });
    expect(only(json, "terraform_data").provisioner[0]["local-exec"].environment.HOOKS).toMatch(
      /^\[\{"BeforeAllowTraffic":"\$\{aws_lambda_function\.check_\w+\.arn\}"\}\]$/,
    );
  });

  test("shifts as fast as one's own configuration says", () => {
    const json = synthGroup((stack) => ({
      deploymentConfig: new LambdaDeploymentConfig(stack, "slow", {
        trafficRouting: TrafficRouting.timeBasedLinear({ interval: Duration.minutes(20), percentage: 5 }),
      }),
    }));
    expect(only(json, "aws_codedeploy_deployment_config")).toMatchObject({
      deployment_config_name: "shop-dev-slow",
      compute_platform: "Lambda",
      traffic_routing_config: {
        type: "TimeBasedLinear",
        time_based_linear: { interval: 20, percentage: 5 },
      },
    });
    expect(only(json, "aws_codedeploy_deployment_group").deployment_config_name).toMatch(
      /^\$\{aws_codedeploy_deployment_config\.\w+\.deployment_config_name\}$/,
    );
  });

  test("makes nothing on the local AWS, which has no CodeDeploy: the alias moves at once", () => {
    const { resource } = synthGroup(
      (stack) => ({
        deploymentConfig: new LambdaDeploymentConfig(stack, "slow", {
          trafficRouting: TrafficRouting.allAtOnce(),
        }),
      }),
      { local: true },
    );
    expect(Object.keys(resource).filter((type) => /codedeploy|terraform_data/.test(type))).toEqual([]);
    expect(only({ resource }, "aws_lambda_alias").lifecycle).toBeUndefined();
  });

  test.each<[string, Props]>([
    [
      "the alias has additionalVersions, but CodeDeploy decides how the invocations are shared",
      (_, { lambda }) => ({
        alias: lambda.addAlias("next", { additionalVersions: [{ version: "1", weight: 0.1 }] }),
      }),
    ],
    [
      "the alias is in a deployment group already",
      (stack, alias) => {
        new LambdaDeploymentGroup(stack, "first", { alias });
        return {};
      },
    ],
    [
      "there are 11 alarms, but CodeDeploy allows only 10",
      (stack) => ({ alarms: Array.from({ length: 11 }, (_, i) => alarm(stack, `a${i}`)) }),
    ],
    ["autoRollback.deploymentInAlarm needs alarms", () => ({ autoRollback: { deploymentInAlarm: true } })],
  ])("is refused: %s", (message, props) => {
    expect(() => synthGroup(props)).toThrow(
      `[shop/shift] CodeDeploy would refuse this deployment group: ${message}.`,
    );
  });
});

test("traffic is shifted by whole percents and minutes", () => {
  const interval = Duration.minutes(5);
  expect(() => TrafficRouting.timeBasedCanary({ interval, percentage: 100 })).toThrow(
    "percentage must be a whole number from 1 to 99; got 100.",
  );
  expect(() => TrafficRouting.timeBasedLinear({ interval: Duration.seconds(0), percentage: 5 })).toThrow(
    "interval must be at least one minute",
  );
});
