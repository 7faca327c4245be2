import { CodedeployDeploymentConfig } from "@cdktf/provider-aws/lib/codedeploy-deployment-config";
import type { Construct } from "constructs";
import type { TrafficRouting } from "./traffic-routing";

/** Creates a deployment configuration. @returns its name, as a reference */
export function customDeploymentConfig(
  scope: Construct,
  deploymentConfigName: string,
  trafficRouting: TrafficRouting,
): string {
  return new CodedeployDeploymentConfig(scope, "Resource", {
    computePlatform: "Lambda",
    deploymentConfigName,
    trafficRoutingConfig: trafficRouting._config,
  }).deploymentConfigName;
}
