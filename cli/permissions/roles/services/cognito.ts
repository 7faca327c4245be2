import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

/** AWS chooses the id. */
const USER_POOL = "arn:{partition}:cognito-idp:{region}:{account}:userpool/*";
/** A second factor is set after the pool is made. */
const SECOND_FACTOR = ["mfa_configuration", "software_token_mfa_configuration", "web_authn_configuration"];

export const cognito: ResourceTypes = {
  aws_cognito_user_pool: {
    source: SEEN,
    arn: USER_POOL,
    read: [{ actions: ["cognito-idp:DescribeUserPool", "cognito-idp:GetUserPoolMfaConfig"], on: USER_POOL }],
    create: [
      { actions: ["cognito-idp:CreateUserPool"], on: "*", tagged: "request" },
      {
        actions: ["cognito-idp:SetUserPoolMfaConfig"],
        on: USER_POOL,
        when: SECOND_FACTOR,
        tagged: "resource",
      },
    ],
    update: [
      { actions: ["cognito-idp:UpdateUserPool"], on: USER_POOL, tagged: "resource" },
      {
        actions: ["cognito-idp:TagResource", "cognito-idp:UntagResource"],
        on: USER_POOL,
        when: "tags",
        tagged: "resource",
      },
      { actions: ["cognito-idp:AddCustomAttributes"], on: USER_POOL, when: "schema", tagged: "resource" },
    ],
    delete: [{ actions: ["cognito-idp:DeleteUserPool"], on: USER_POOL, tagged: "resource" }],
    passes: [{ argument: "sms_configuration.sns_caller_arn", service: "cognito-idp.amazonaws.com" }],
  },
};
