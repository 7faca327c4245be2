import { CodedeployApp } from "@cdktf/provider-aws/lib/codedeploy-app";
import { CodedeployDeploymentGroup } from "@cdktf/provider-aws/lib/codedeploy-deployment-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { AwsEnvironment } from "../aws-environment";
import { numberOf } from "../function/alias-options";
import { type PolicyStatement, policyDocument } from "../policy-statement";
import { roleName, trustPolicy } from "../service-role";
import { TerraformData } from "../terraform-data";
import { DEPLOYMENT_COMMAND } from "./deployment-command";
import type { ILambdaDeploymentConfig } from "./lambda-deployment-config";
import type { LambdaDeploymentGroup, LambdaDeploymentGroupProps } from "./lambda-deployment-group";

type Props = LambdaDeploymentGroupProps & { readonly deploymentConfig: ILambdaDeploymentConfig };

/** Creates a deployment group, and the deployment of the alias's version. */
export function deploymentGroupResources(scope: LambdaDeploymentGroup, props: Props) {
  const { alias, alarms = [] } = props;
  const { role, policy } = serviceRole(scope, props);
  const app = new CodedeployApp(scope, "Application", {
    name: scope.deploymentGroupName,
    computePlatform: "Lambda",
  });
  const events = rollbackEvents(props);
  const group = new CodedeployDeploymentGroup(scope, "Resource", {
    appName: app.name,
    deploymentGroupName: scope.deploymentGroupName,
    serviceRoleArn: role.arn,
    deploymentConfigName: props.deploymentConfig.deploymentConfigName,
    deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
    autoRollbackConfiguration: { enabled: events.length > 0, ...(events.length > 0 && { events }) },
    ...(alarms.length > 0 && {
      alarmConfiguration: {
        enabled: true,
        alarms: alarms.map(({ alarmName }) => alarmName),
        ...(props.ignorePollAlarmsFailure !== undefined && {
          ignorePollAlarmFailure: props.ignorePollAlarmsFailure,
        }),
      },
    }),
  });
  // CodeDeploy changes both. Terraform would reset them with the next apply.
  alias.resource.lifecycle = { ignoreChanges: ["function_version", "routing_config"] };
  deployment(scope, props, [group, policy]);
  return { group, role };
}

/**
 * The role of CodeDeploy, with the part that a deployment needs of the managed policy AWSCodeDeployRoleForLambdaLimited
 * (AWS Managed Policy Reference, version 1, read 2026-11-28).
 */
function serviceRole(scope: LambdaDeploymentGroup, { alias, alarms = [], preHook, postHook }: Props) {
  const { partition, region } = AwsEnvironment.of(scope);
  const hooks = [preHook, postHook].flatMap((hook) => (hook ? [hook._arnInPolicies] : []));
  const statements: readonly PolicyStatement[] = [
    {
      actions: ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
      resources: [alias.lambda._arnInPolicies, alias._arnInPolicies],
    },
    ...(hooks.length > 0 ? [{ actions: ["lambda:InvokeFunction"], resources: [...new Set(hooks)] }] : []),
    // As in the managed policy: composite alarms are only found with `*`.
    ...(alarms.length > 0 ? [{ actions: ["cloudwatch:DescribeAlarms"], resources: ["*"] }] : []),
  ];
  const role = new IamRole(scope, "ServiceRole", {
    name: roleName(scope, scope.deploymentGroupName),
    assumeRolePolicy: trustPolicy(
      partition === "aws-cn" ? `codedeploy.${region}.amazonaws.com.cn` : "codedeploy.amazonaws.com",
    ),
  });
  const policy = new IamRolePolicy(scope, "ServiceRolePolicy", {
    role: role.name,
    policy: policyDocument(statements),
  });
  return { role, policy };
}

/** As AWS CDK decides it. */
function rollbackEvents({ alarms = [], autoRollback = {} }: Props): string[] {
  const { failedDeployment = true, stoppedDeployment = false, deploymentInAlarm = true } = autoRollback;
  return [
    ...(failedDeployment ? ["DEPLOYMENT_FAILURE"] : []),
    ...(stoppedDeployment ? ["DEPLOYMENT_STOP_ON_REQUEST"] : []),
    ...(deploymentInAlarm && alarms.length > 0 ? ["DEPLOYMENT_STOP_ON_ALARM"] : []),
  ];
}

/** A deployment for each version that the alias gets. */
function deployment(
  scope: LambdaDeploymentGroup,
  { alias, preHook, postHook }: Props,
  needed: readonly ITerraformDependable[],
): void {
  const { account, region } = AwsEnvironment.of(scope);
  const hooks = [
    ["BeforeAllowTraffic", preHook],
    ["AfterAllowTraffic", postHook],
  ] as const;
  for (const hook of new Set([preHook, postHook])) {
    hook?.addToRolePolicy({
      actions: ["codedeploy:PutLifecycleEventHookExecutionStatus"],
      resources: [scope.deploymentGroupArn],
    });
  }
  const target = numberOf(alias.version);
  new TerraformData(scope, "Deployment", {
    triggersReplace: { version: target },
    provisioners: [
      {
        type: "local-exec",
        interpreter: ["sh", "-euc"],
        command: DEPLOYMENT_COMMAND,
        environment: {
          ACCOUNT: account,
          REGION: region,
          GROUP: scope.deploymentGroupName,
          FUNCTION: alias.functionName,
          ALIAS: alias.aliasName,
          TARGET: target,
          HOOKS: `[${hooks.flatMap(([event, hook]) => (hook ? [`{"${event}":"${hook.functionArn}"}`] : [])).join(",")}]`,
          WAIT_SECONDS: "10",
          // Without it, the AWS CLI could wait for a key.
          AWS_PAGER: "",
        },
      },
    ],
    dependsOn: [
      ...needed,
      alias.resource,
      ...(alias.provisionedConcurrency ? [alias.provisionedConcurrency] : []),
      ...[preHook, postHook].flatMap((hook) => hook?.permissions ?? []),
    ],
  });
}
