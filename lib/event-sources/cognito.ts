import type { CognitoUserPool, CognitoUserPoolLambdaConfig } from "@cdktf/provider-aws/lib/cognito-user-pool";
import type { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { TerraformStack } from "cdktf";
import { idPath } from "../aws-environment";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";

/** What happens in a user pool: Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers" (read 2026-11-28). @enum */
export const UserPoolOperation = {
  CREATE_AUTH_CHALLENGE: "createAuthChallenge",
  CUSTOM_EMAIL_SENDER: "customEmailSender",
  CUSTOM_MESSAGE: "customMessage",
  CUSTOM_SMS_SENDER: "customSmsSender",
  DEFINE_AUTH_CHALLENGE: "defineAuthChallenge",
  POST_AUTHENTICATION: "postAuthentication",
  POST_CONFIRMATION: "postConfirmation",
  PRE_AUTHENTICATION: "preAuthentication",
  PRE_SIGN_UP: "preSignUp",
  /** For the ID token alone. */
  PRE_TOKEN_GENERATION: "preTokenGeneration",
  /** For the ID token and the access token, with the event's version 2. */
  PRE_TOKEN_GENERATION_CONFIG: "preTokenGenerationConfig",
  USER_MIGRATION: "userMigration",
  VERIFY_AUTH_CHALLENGE_RESPONSE: "verifyAuthChallengeResponse",
} as const;
export type UserPoolOperation = (typeof UserPoolOperation)[keyof typeof UserPoolOperation];

/** What happens in the pool, and what it needs. */
export type UserPoolTrigger =
  | {
      /** The step of the pool. */
      readonly operation: Exclude<UserPoolOperation, "customEmailSender" | "customSmsSender">;
      /** Only for custom senders. */
      readonly customSenderKmsKey?: never;
    }
  | {
      /** The step of the pool. */
      readonly operation: "customEmailSender" | "customSmsSender";
      /** The key with which Cognito encrypts the code: a pool has one. */
      readonly customSenderKmsKey: KmsKey | DataAwsKmsKey;
    };

/** Settings of a CognitoEventSource. */
export type CognitoEventSourceProps = UserPoolTrigger;

/**
 * A step of a user pool that invokes the function, and waits up to five seconds for its answer. The user pool's `lambdaConfig` is
 * changed: it isn't possible for a pool that is managed elsewhere.
 */
export class CognitoEventSource implements IEventSource {
  constructor(
    /** The user pool. */
    readonly userPool: CognitoUserPool,
    private readonly props: CognitoEventSourceProps,
  ) {}

  /** @throws Error when the pool is in another stack, or already has a function for the operation */
  bind(fn: FunctionBase): void {
    const { userPool } = this;
    const { operation, customSenderKmsKey } = this.props;
    if (TerraformStack.of(userPool) !== TerraformStack.of(fn)) {
      throw new Error(
        `[${fn.node.path}] The user pool [${userPool.node.path}] is in another stack. The pool names the function, and the function's permission the pool, so both must be in one stack.`,
      );
    }
    const present = configOf(userPool);
    if (present[operation] !== undefined) {
      throw new Error(
        `[${fn.node.path}] The user pool [${userPool.node.path}] already invokes a function for ${operation}. A pool has one function for each operation.`,
      );
    }
    userPool.putLambdaConfig({
      ...present,
      ...(customSenderKmsKey && { kmsKeyId: customSenderKmsKey.arn }),
      [operation]: entry(operation, fn),
    });
    // The pool's own ARN: a pool's name isn't in it.
    fn.addPermission(`CognitoEventSource-${idPath(userPool)}-${operation}`, {
      principal: "cognito-idp.amazonaws.com",
      sourceArn: userPool.arn,
    });
  }
}

function entry(operation: UserPoolOperation, fn: FunctionBase): unknown {
  switch (operation) {
    case "customEmailSender":
    case "customSmsSender":
      return { lambdaArn: fn.functionArn, lambdaVersion: "V1_0" };
    case "preTokenGenerationConfig":
      return { lambdaArn: fn.functionArn, lambdaVersion: "V2_0" };
    default:
      return fn.functionArn;
  }
}

function configOf(userPool: CognitoUserPool): CognitoUserPoolLambdaConfig {
  return userPool.lambdaConfigInput ?? {};
}
