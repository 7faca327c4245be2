import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

/** A name with a path begins with a slash, which the ARN doesn't have twice. */
const PARAMETER = "arn:{partition}:ssm:{region}:{account}:parameter/{name}";

export const ssm: ResourceTypes = {
  aws_ssm_parameter: {
    source: SEEN,
    arn: PARAMETER,
    attributes: { id: "{name}" },
    read: [
      { actions: ["ssm:GetParameter", "ssm:ListTagsForResource"], on: PARAMETER },
      { actions: ["ssm:DescribeParameters"], on: "*" },
    ],
    create: [
      { actions: ["ssm:PutParameter"], on: PARAMETER },
      { actions: ["ssm:AddTagsToResource"], on: PARAMETER, when: "tags" },
    ],
    update: [{ actions: ["ssm:RemoveTagsFromResource"], on: PARAMETER, when: "tags" }],
    delete: [{ actions: ["ssm:DeleteParameter"], on: PARAMETER }],
  },
  "data.aws_ssm_parameter": {
    source: SEEN,
    arn: PARAMETER,
    attributes: { id: "{name}" },
    read: [{ actions: ["ssm:GetParameter"], on: PARAMETER }],
  },
};
