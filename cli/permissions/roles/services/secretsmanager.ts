import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

/** AWS adds six characters to the name. */
const SECRET = "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-*";
const LOOK = ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"];

export const secretsmanager: ResourceTypes = {
  aws_secretsmanager_secret: {
    source: SEEN,
    arn: SECRET,
    attributes: { id: SECRET },
    defaults: { name: "terraform-*" },
    read: [{ actions: LOOK, on: SECRET }],
    create: [
      { actions: ["secretsmanager:CreateSecret"], on: SECRET },
      { actions: ["secretsmanager:TagResource"], on: SECRET, when: "tags" },
      { actions: ["secretsmanager:PutResourcePolicy"], on: SECRET, when: "policy" },
      { actions: ["secretsmanager:ReplicateSecretToRegions"], on: SECRET, when: "replica" },
    ],
    update: [
      { actions: ["secretsmanager:UpdateSecret"], on: SECRET },
      { actions: ["secretsmanager:UntagResource"], on: SECRET, when: "tags" },
      { actions: ["secretsmanager:DeleteResourcePolicy"], on: SECRET, when: "policy" },
      { actions: ["secretsmanager:RemoveRegionsFromReplication"], on: SECRET, when: "replica" },
    ],
    delete: [{ actions: ["secretsmanager:DeleteSecret"], on: SECRET }],
  },
  "data.aws_secretsmanager_secret": {
    source: SEEN,
    arn: SECRET,
    attributes: { id: SECRET },
    read: [
      { actions: LOOK, on: SECRET, when: "name" },
      { actions: LOOK, on: "{arn}", when: "arn" },
    ],
  },
};
