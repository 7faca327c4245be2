import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { CognitoEventSource, type CognitoEventSourceProps, UserPoolOperation } from "../../../lib";
import { only } from "../../synth";
import { LIVE, permissionsOf, withAlias, withFunction } from "./functions";

test("this user pool alone may invoke the function, whose role gets nothing", () => {
  const json = withAlias((fn, stack) => {
    const pool = new CognitoUserPool(stack, "Pool", {
      name: "customers",
      lambdaConfig: { customMessage: "arn" },
    });
    fn.addEventSource(new CognitoEventSource(pool, { operation: UserPoolOperation.PRE_SIGN_UP }));
  });
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "cognito-idp.amazonaws.com",
    qualifier: LIVE,
    source_arn: "${aws_cognito_user_pool.Pool.arn}",
  });
  expect(only(json, "aws_cognito_user_pool").lambda_config).toEqual({
    custom_message: "arn",
    pre_sign_up: expect.stringMatching(/^\$\{aws_lambda_alias\./),
  });
  expect(permissionsOf(json)).toEqual([]);
});

test("a sender has a version and the pool's key", () => {
  const json = withFunction((fn, stack) => {
    const pool = new CognitoUserPool(stack, "Pool", { name: "customers" });
    const customSenderKmsKey = new KmsKey(stack, "Key", {});
    fn.addEventSource(new CognitoEventSource(pool, { operation: "customEmailSender", customSenderKmsKey }));
    fn.addEventSource(
      new CognitoEventSource(pool, { operation: UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG }),
    );
  });
  expect(only(json, "aws_cognito_user_pool").lambda_config).toMatchObject({
    kms_key_id: "${aws_kms_key.Key.arn}",
    custom_email_sender: { lambda_version: "V1_0" },
    pre_token_generation_config: { lambda_version: "V2_0" },
  });
  // @ts-expect-error a sender without a key
  const props: CognitoEventSourceProps = { operation: "customSmsSender" };
  expect(props.operation).toBe("customSmsSender");
});

test("a second function for the same operation is refused", () => {
  expect(() =>
    withFunction((fn, stack) => {
      const pool = new CognitoUserPool(stack, "Pool", { name: "customers" });
      fn.addEventSource(new CognitoEventSource(pool, { operation: "preSignUp" }));
      fn.addEventSource(new CognitoEventSource(pool, { operation: "preSignUp" }));
    }),
  ).toThrow("already invokes a function for preSignUp");
});
