import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import { limitedName } from "../limited-name";
import type * as customModule from "./custom-deployment-config";
import type { TrafficRouting } from "./traffic-routing";

/** How fast invocations are shifted. */
export interface ILambdaDeploymentConfig {
  /** The name in CodeDeploy. */
  readonly deploymentConfigName: string;
}

/** Settings of a LambdaDeploymentConfig. */
export interface LambdaDeploymentConfigProps {
  /** How invocations are shifted. */
  readonly trafficRouting: TrafficRouting;
  /** The name in CodeDeploy. @default - the environment's name prefix and the ids on the path to it */
  readonly deploymentConfigName?: string;
}

/**
 * How fast invocations are shifted: one that CodeDeploy knows (AWS CodeDeploy User Guide, "Predefined deployment
 * configurations for an AWS Lambda compute platform", read 2026-11-28), or one of one's own.
 */
export class LambdaDeploymentConfig extends Construct implements ILambdaDeploymentConfig {
  static readonly ALL_AT_ONCE = predefined("AllAtOnce");
  static readonly CANARY_10PERCENT_5MINUTES = predefined("Canary10Percent5Minutes");
  static readonly CANARY_10PERCENT_10MINUTES = predefined("Canary10Percent10Minutes");
  static readonly CANARY_10PERCENT_15MINUTES = predefined("Canary10Percent15Minutes");
  static readonly CANARY_10PERCENT_30MINUTES = predefined("Canary10Percent30Minutes");
  static readonly LINEAR_10PERCENT_EVERY_1MINUTE = predefined("Linear10PercentEvery1Minute");
  static readonly LINEAR_10PERCENT_EVERY_2MINUTES = predefined("Linear10PercentEvery2Minutes");
  static readonly LINEAR_10PERCENT_EVERY_3MINUTES = predefined("Linear10PercentEvery3Minutes");
  static readonly LINEAR_10PERCENT_EVERY_10MINUTES = predefined("Linear10PercentEvery10Minutes");

  readonly deploymentConfigName: string;

  constructor(scope: Construct, id: string, props: LambdaDeploymentConfigProps) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const name = props.deploymentConfigName ?? limitedName(environment.nameOf(this), 100);
    if (environment.isLocal) {
      this.deploymentConfigName = name;
      return;
    }
    const { customDeploymentConfig } = require("./custom-deployment-config") as typeof customModule;
    this.deploymentConfigName = customDeploymentConfig(this, name, props.trafficRouting);
  }
}

function predefined(name: string): ILambdaDeploymentConfig {
  return { deploymentConfigName: `CodeDeployDefault.Lambda${name}` };
}
