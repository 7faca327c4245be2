import type { ResourceTypes } from "../resource-type";
import { READ_OTHER } from "./source";

const APPLICATION = "arn:{partition}:codedeploy:{region}:{account}:application:{name}";
const CONFIG = "arn:{partition}:codedeploy:{region}:{account}:deploymentconfig:{deployment_config_name}";
const GROUP =
  "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{app_name}/{deployment_group_name}";

export const codedeploy: ResourceTypes = {
  aws_codedeploy_app: {
    source: READ_OTHER,
    arn: APPLICATION,
    read: [{ actions: ["codedeploy:GetApplication", "codedeploy:ListTagsForResource"], on: APPLICATION }],
    create: [
      { actions: ["codedeploy:CreateApplication"], on: APPLICATION },
      { actions: ["codedeploy:TagResource"], on: APPLICATION, when: "tags" },
    ],
    update: [
      // Only a new name is updated.
      { actions: ["codedeploy:UpdateApplication"], on: APPLICATION },
      { actions: ["codedeploy:UntagResource"], on: APPLICATION, when: "tags" },
    ],
    delete: [{ actions: ["codedeploy:DeleteApplication"], on: APPLICATION }],
  },
  aws_codedeploy_deployment_config: {
    source: READ_OTHER,
    arn: CONFIG,
    attributes: { id: "{deployment_config_name}" },
    read: [{ actions: ["codedeploy:GetDeploymentConfig"], on: CONFIG }],
    create: [{ actions: ["codedeploy:CreateDeploymentConfig"], on: CONFIG }],
    delete: [{ actions: ["codedeploy:DeleteDeploymentConfig"], on: CONFIG }],
  },
  aws_codedeploy_deployment_group: {
    source: READ_OTHER,
    arn: GROUP,
    read: [{ actions: ["codedeploy:GetDeploymentGroup", "codedeploy:ListTagsForResource"], on: GROUP }],
    create: [
      { actions: ["codedeploy:CreateDeploymentGroup"], on: GROUP },
      { actions: ["codedeploy:TagResource"], on: GROUP, when: "tags" },
    ],
    update: [
      { actions: ["codedeploy:UpdateDeploymentGroup"], on: GROUP },
      { actions: ["codedeploy:UntagResource"], on: GROUP, when: "tags" },
    ],
    delete: [{ actions: ["codedeploy:DeleteDeploymentGroup"], on: GROUP }],
    passes: [{ argument: "service_role_arn", service: "codedeploy.amazonaws.com" }],
  },
};
