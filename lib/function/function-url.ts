import { LambdaFunctionUrl } from "@cdktf/provider-aws/lib/lambda-function-url";
import { Construct } from "constructs";
import type { Grantee } from "../grantable";
import { throwProblemsInLine } from "../throw-problems";
import type { FunctionBase } from "./function-base";
import {
  corsProblems,
  type FunctionUrlCorsOptions,
  type FunctionUrlOptions,
  FunctionUrlAuthType as Type,
} from "./function-url-options";
import { refuseWithTenants } from "./tenants";

/** An HTTPS address of a function or an alias. `fn.addFunctionUrl` makes it. */
export class FunctionUrl extends Construct {
  /** The resource itself, for arguments that this construct doesn't have. */
  readonly resource: LambdaFunctionUrl;
  /** The address, `https://<id>.lambda-url.<region>.on.aws/`, known after the apply. */
  readonly url: string;
  /** The ARN of the function or the alias. */
  readonly functionArn: string;
  /** Who may call it. */
  readonly authType: Type;

  /** @throws Error when Lambda would refuse the settings of `cors` */
  constructor(
    private readonly fn: FunctionBase,
    id: string,
    { authType = Type.AWS_IAM, cors, invokeMode }: FunctionUrlOptions,
  ) {
    super(fn, id);
    refuseWithTenants(fn, "a function URL");
    throwProblemsInLine(fn.node.path, "Lambda would refuse cors of the URL", cors ? corsProblems(cors) : []);
    this.authType = authType;
    this.resource = new LambdaFunctionUrl(this, "Resource", {
      functionName: fn.functionName,
      authorizationType: authType,
      ...(fn.qualifier !== undefined && { qualifier: fn.qualifier }),
      ...(cors && { cors: corsConfig(cors) }),
      ...(invokeMode !== undefined && { invokeMode }),
    });
    this.url = this.resource.functionUrl;
    this.functionArn = this.resource.functionArn;
    if (authType === Type.NONE) {
      this.allowEveryone();
    }
  }

  /** Allows another function, or a role, to call it, if its type is `AWS_IAM`. */
  grantInvokeUrl(grantee: Grantee): void {
    this.fn.grantInvokeUrl(grantee);
  }

  /**
   * Both permissions are needed since October 2025: AWS Lambda Developer Guide, "Control access to Lambda function URLs"
   * (read 2026-11-28). AWS's provider adds them too, but only when it creates a URL, and outside of the plan and the
   * state (aws_lambda_function_url of 5.100.0 and 6.28.0).
   */
  private allowEveryone(): void {
    this.fn.addPermission("UrlCall", {
      principal: "*",
      action: "lambda:InvokeFunctionUrl",
      functionUrlAuthType: Type.NONE,
    });
    this.fn.addPermission("UrlInvoke", { principal: "*", invokedViaFunctionUrl: true });
  }
}

function corsConfig(cors: FunctionUrlCorsOptions) {
  const { allowCredentials, allowedHeaders, allowedMethods = ["*"], allowedOrigins, exposedHeaders } = cors;
  return {
    allowMethods: [...allowedMethods],
    ...(allowCredentials !== undefined && { allowCredentials }),
    ...(allowedHeaders && { allowHeaders: [...allowedHeaders] }),
    ...(allowedOrigins && { allowOrigins: [...allowedOrigins] }),
    ...(exposedHeaders && { exposeHeaders: [...exposedHeaders] }),
    ...(cors.maxAge && { maxAge: cors.maxAge.toSeconds() }),
  };
}
