import type { CodedeployDeploymentGroup } from "@cdktf/provider-aws/lib/codedeploy-deployment-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import type { Alias } from "../function/alias";
import type { FunctionBase } from "../function/function-base";
import { limitedName } from "../limited-name";
import { throwProblemsInLine } from "../throw-problems";
import type * as resourcesModule from "./deployment-group-resources";
import {
  type ILambdaDeploymentConfig,
  LambdaDeploymentConfig,
  MAX_NAME_LENGTH,
} from "./lambda-deployment-config";

/** An alarm of CloudWatch: `fn.metricErrors().createAlarm(…)`, `CloudwatchMetricAlarm` or `CloudwatchCompositeAlarm`. */
export interface IAlarm {
  /** Its name in CloudWatch. */
  readonly alarmName: string;
}

/** When the alias goes back to the version before. */
export interface AutoRollbackConfig {
  /** When a deployment fails, for example because a hook reports it. @default true */
  readonly failedDeployment?: boolean;
  /** When somebody stops a deployment. @default false */
  readonly stoppedDeployment?: boolean;
  /** When an alarm goes off. @default - true if there are alarms */
  readonly deploymentInAlarm?: boolean;
}

/** Settings of a LambdaDeploymentGroup. */
export interface LambdaDeploymentGroupProps {
  /** The alias whose invocations are shifted. It can be in one group, and have no `additionalVersions`. */
  readonly alias: Alias;
  /** How fast they are shifted. @default LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES */
  readonly deploymentConfig?: ILambdaDeploymentConfig;
  /** Alarms that stop a deployment, up to 10. @default - none */
  readonly alarms?: readonly IAlarm[];
  /** Whether a deployment continues when CodeDeploy can't read the alarms. @default false */
  readonly ignorePollAlarmsFailure?: boolean;
  /** A function that runs before the first invocations are shifted, and reports to CodeDeploy whether to go on. @default - none */
  readonly preHook?: FunctionBase;
  /** A function that runs after all are shifted, and reports to CodeDeploy whether all is well. @default - none */
  readonly postHook?: FunctionBase;
  /** When the alias goes back to the version before. @default - when a deployment fails, or an alarm goes off */
  readonly autoRollback?: AutoRollbackConfig;
  /** The name in CodeDeploy. @default - the environment's name prefix and the ids on the path to it */
  readonly deploymentGroupName?: string;
}

/** AWS CodeDeploy User Guide, "CodeDeploy quotas" (read 2026-11-28). */
const MAX_ALARMS = 10;

/**
 * Shifts the invocations of an alias from one version to the next with CodeDeploy: a part first, and the rest later. When
 * an alarm goes off or a hook fails, CodeDeploy shifts them back.
 *
 * Terraform creates the alias, and ignores its version afterwards. When the version changes, an apply starts a deployment
 * with the `aws` command of the machine that applies, and waits for its end. If CodeDeploy goes back, the apply fails.
 * docs/versions.md says what the machine needs. On the local AWS, which has no CodeDeploy, the alias moves at once.
 */
export class LambdaDeploymentGroup extends Construct {
  /** The name in CodeDeploy. */
  readonly deploymentGroupName: string;
  /** The ARN, as plain text. */
  readonly deploymentGroupArn: string;
  /** The resource itself. @default - undefined on the local AWS */
  readonly resource: CodedeployDeploymentGroup | undefined;
  /** The role that CodeDeploy uses. @default - undefined on the local AWS */
  readonly role: IamRole | undefined;

  /** @throws Error when CodeDeploy would refuse settings */
  constructor(scope: Construct, id: string, props: LambdaDeploymentGroupProps) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    throwProblemsInLine(this.node.path, "CodeDeploy would refuse this deployment group", problemsOf(props));
    const name = props.deploymentGroupName ?? limitedName(environment.nameOf(this), MAX_NAME_LENGTH);
    this.deploymentGroupName = name;
    this.deploymentGroupArn = environment.arn("codedeploy", `deploymentgroup:${name}/${name}`);
    if (environment.isLocal) return;
    const { deploymentGroupResources } = require("./deployment-group-resources") as typeof resourcesModule;
    const { deploymentConfig = LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES } = props;
    const { group, role } = deploymentGroupResources(this, { ...props, deploymentConfig });
    this.resource = group;
    this.role = role;
  }
}

function problemsOf({ alias, alarms = [], autoRollback }: LambdaDeploymentGroupProps): readonly string[] {
  return [
    ...(alias.resource.routingConfigInput
      ? ["the alias has additionalVersions, but CodeDeploy decides how the invocations are shared"]
      : []),
    ...(alias.resource.lifecycle ? ["the alias is in a deployment group already"] : []),
    ...(alarms.length > MAX_ALARMS
      ? [`there are ${alarms.length} alarms, but CodeDeploy allows only ${MAX_ALARMS}`]
      : []),
    ...(autoRollback?.deploymentInAlarm && alarms.length === 0
      ? ["autoRollback.deploymentInAlarm needs alarms"]
      : []),
  ];
}
