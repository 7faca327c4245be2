import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const ROLE = "arn:{partition}:iam::{account}:role{path}{name}";
const ROLE_OF = "arn:{partition}:iam::{account}:role/{role}";
const POLICY = "arn:{partition}:iam::{account}:policy{path}{name}";

/** Only roles that can never do more than the boundary (IAM User Guide, "Delegate responsibility … using permissions boundaries"). */
const BOUNDED = { StringEquals: { "iam:PermissionsBoundary": "{boundary}" } };

export const iam: ResourceTypes = {
  aws_iam_role: {
    source: SEEN,
    arn: ROLE,
    attributes: { id: "{name}", unique_id: "*" },
    defaults: { path: "/", name: "terraform-*" },
    read: [
      {
        actions: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
        on: ROLE,
      },
    ],
    create: [
      { actions: ["iam:CreateRole"], on: ROLE, condition: BOUNDED },
      { actions: ["iam:TagRole"], on: ROLE, when: "tags" },
      { actions: ["iam:PutRolePolicy"], on: ROLE, condition: BOUNDED, when: "inline_policy" },
    ],
    update: [
      { actions: ["iam:PutRolePermissionsBoundary"], on: ROLE, condition: BOUNDED },
      { actions: ["iam:UpdateAssumeRolePolicy"], on: ROLE },
      { actions: ["iam:UpdateRole"], on: ROLE, when: ["description", "max_session_duration"] },
      { actions: ["iam:UntagRole"], on: ROLE, when: "tags" },
    ],
    delete: [
      { actions: ["iam:DeleteRole", "iam:ListInstanceProfilesForRole"], on: ROLE },
      { actions: ["iam:DeleteRolePolicy"], on: ROLE, when: "inline_policy" },
    ],
  },
  "data.aws_iam_role": {
    source: READ,
    arn: "arn:{partition}:iam::{account}:role/{name}",
    attributes: { id: "{name}" },
    read: [{ actions: ["iam:GetRole"], on: "arn:{partition}:iam::{account}:role/{name}" }],
  },
  aws_iam_role_policy: {
    source: SEEN,
    read: [{ actions: ["iam:GetRolePolicy"], on: ROLE_OF }],
    create: [{ actions: ["iam:PutRolePolicy"], on: ROLE_OF, condition: BOUNDED }],
    delete: [{ actions: ["iam:DeleteRolePolicy"], on: ROLE_OF }],
  },
  aws_iam_role_policy_attachment: {
    source: READ,
    read: [{ actions: ["iam:ListAttachedRolePolicies"], on: ROLE_OF }],
    create: [
      {
        actions: ["iam:AttachRolePolicy"],
        on: ROLE_OF,
        condition: {
          ...BOUNDED,
          ArnLike: { "iam:PolicyARN": "arn:{partition}:iam::{account}:policy/{policy_arn}" },
        },
      },
    ],
    delete: [
      {
        actions: ["iam:DetachRolePolicy"],
        on: ROLE_OF,
        condition: { ArnLike: { "iam:PolicyARN": "arn:{partition}:iam::{account}:policy/{policy_arn}" } },
      },
    ],
  },
  aws_iam_policy: {
    source: READ,
    arn: POLICY,
    attributes: { id: POLICY },
    defaults: { path: "/", name: "terraform-*" },
    read: [{ actions: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"], on: POLICY }],
    create: [
      { actions: ["iam:CreatePolicy"], on: POLICY },
      { actions: ["iam:TagPolicy"], on: POLICY, when: "tags" },
    ],
    update: [
      { actions: ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion"], on: POLICY },
      { actions: ["iam:UntagPolicy"], on: POLICY, when: "tags" },
    ],
    delete: [{ actions: ["iam:DeletePolicy"], on: POLICY }],
  },
  "data.aws_iam_policy": {
    source: READ,
    arn: "arn:{partition}:iam::{account}:policy/{arn}",
    read: [
      {
        actions: ["iam:GetPolicy", "iam:GetPolicyVersion"],
        on: "arn:{partition}:iam::{account}:policy/{arn}",
      },
    ],
  },
  // Computed by the provider itself.
  "data.aws_iam_policy_document": { source: READ, read: [] },
};
