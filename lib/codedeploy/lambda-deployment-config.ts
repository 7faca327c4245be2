import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import { limitedName } from "../limited-name";
import type * as customModule from "./custom-deployment-config";
import type { TrafficRouting } from "./traffic-routing";

/** The longest name of a configuration or a group (AWS CodeDeploy User Guide, "CodeDeploy quotas", read 2026-11-28). */
export const MAX_NAME_LENGTH = 100;

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
  /** All at once. */
  static readonly ALL_AT_ONCE = predefined("AllAtOnce");
  /** 10 percent first, and the rest after 5 minutes. */
  static readonly CANARY_10PERCENT_5MINUTES = predefined("Canary10Percent5Minutes");
  /** 10 percent first, and the rest after 10 minutes. */
  static readonly CANARY_10PERCENT_10MINUTES = predefined("Canary10Percent10Minutes");
  /** 10 percent first, and the rest after 15 minutes. */
  static readonly CANARY_10PERCENT_15MINUTES = predefined("Canary10Percent15Minutes");
  /** 10 percent first, and the rest after 30 minutes. */
  static readonly CANARY_10PERCENT_30MINUTES = predefined("Canary10Percent30Minutes");
  /** 10 percent more every minute. */
  static readonly LINEAR_10PERCENT_EVERY_1MINUTE = predefined("Linear10PercentEvery1Minute");
  /** 10 percent more every 2 minutes. */
  static readonly LINEAR_10PERCENT_EVERY_2MINUTES = predefined("Linear10PercentEvery2Minutes");
  /** 10 percent more every 3 minutes. */
  static readonly LINEAR_10PERCENT_EVERY_3MINUTES = predefined("Linear10PercentEvery3Minutes");
  /** 10 percent more every 10 minutes. */
  static readonly LINEAR_10PERCENT_EVERY_10MINUTES = predefined("Linear10PercentEvery10Minutes");

  readonly deploymentConfigName: string;

  constructor(scope: Construct, id: string, props: LambdaDeploymentConfigProps) {
    super(scope, id);
    const environment = AwsEnvironment.of(this);
    const name = props.deploymentConfigName ?? limitedName(environment.nameOf(this), MAX_NAME_LENGTH);
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
