import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

const ARN = "arn:{partition}:kms:{region}:{account}";
/** AWS chooses the id. */
const KEY = `${ARN}:key/*`;
const ALIAS = `${ARN}:{name}`;
const KEY_OF_ALIAS = `${ARN}:key/{target_key_id}`;

export const kms: ResourceTypes = {
  aws_kms_key: {
    source: SEEN,
    arn: KEY,
    attributes: { id: "*", key_id: "*" },
    read: [
      {
        actions: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
        on: KEY,
      },
    ],
    create: [
      { actions: ["kms:CreateKey"], on: "*", tagged: "request" },
      // A new key has no tags when AWS checks this.
      { actions: ["kms:TagResource"], on: KEY, when: "tags", tagged: "request" },
      { actions: ["kms:EnableKeyRotation"], on: KEY, when: "enable_key_rotation", tagged: "resource" },
    ],
    update: [
      {
        actions: [
          "kms:DisableKey",
          "kms:DisableKeyRotation",
          "kms:EnableKey",
          "kms:PutKeyPolicy",
          "kms:UpdateKeyDescription",
        ],
        on: KEY,
        tagged: "resource",
      },
      { actions: ["kms:TagResource", "kms:UntagResource"], on: KEY, when: "tags", tagged: "resource" },
    ],
    delete: [{ actions: ["kms:ScheduleKeyDeletion"], on: KEY, tagged: "resource" }],
  },
  "data.aws_kms_key": {
    source: SEEN,
    arn: `${ARN}:key/{key_id}`,
    read: [
      { actions: ["kms:DescribeKey"], on: `${ARN}:key/{key_id}` },
      // The key can be given by its alias: AWS then checks the key, and the alias is a condition.
      {
        actions: ["kms:DescribeKey"],
        on: KEY,
        condition: { StringEquals: { "kms:RequestAlias": "{key_id}" } },
      },
    ],
  },
  aws_kms_alias: {
    source: SEEN,
    arn: ALIAS,
    attributes: { id: "{name}", target_key_arn: KEY_OF_ALIAS },
    defaults: { name: "alias/terraform-*" },
    read: [{ actions: ["kms:ListAliases"], on: "*" }],
    create: [{ actions: ["kms:CreateAlias"], on: [ALIAS, KEY_OF_ALIAS] }],
    // The former key is checked too.
    update: [{ actions: ["kms:UpdateAlias"], on: [ALIAS, KEY] }],
    delete: [{ actions: ["kms:DeleteAlias"], on: [ALIAS, KEY_OF_ALIAS] }],
  },
  "data.aws_kms_alias": {
    source: SEEN,
    arn: ALIAS,
    attributes: { target_key_arn: KEY, target_key_id: "*" },
    read: [
      { actions: ["kms:ListAliases"], on: "*" },
      {
        actions: ["kms:DescribeKey"],
        on: KEY,
        condition: { StringEquals: { "kms:RequestAlias": "{name}" } },
      },
    ],
  },
};
