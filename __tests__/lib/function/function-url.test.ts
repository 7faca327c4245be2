import {
  DockerImageCode,
  DockerImageFunction,
  Duration,
  FunctionUrlAuthType,
  type FunctionUrlOptions,
  HttpMethod,
  InvokeMode,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const FUNCTION = "aws_lambda_function.python_A57B7CE0";
const ARN = "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-python";

function synthFunction(build: (fn: DockerImageFunction) => void, options: { readonly local?: boolean } = {}) {
  return synth((stack) => {
    const code = DockerImageCode.fromImageAsset(functionFolder());
    build(new DockerImageFunction(stack, "python", { code }));
  }, options).json;
}

function urlWith(options: FunctionUrlOptions) {
  return only(
    synthFunction((fn) => fn.addFunctionUrl(options)),
    "aws_lambda_function_url",
  );
}

describe("a function URL", () => {
  test("needs signed requests, unless it is told otherwise, and allows nobody", () => {
    const json = synthFunction((fn) => {
      expect(fn.addFunctionUrl().authType).toBe("AWS_IAM");
    });
    expect(only(json, "aws_lambda_function_url")).toMatchObject({
      authorization_type: "AWS_IAM",
      function_name: `\${${FUNCTION}.function_name}`,
    });
    expect(json.resource.aws_lambda_permission).toBeUndefined();
    expect(json.terraform.required_providers.aws.version).not.toContain("6.28.0");
  });

  test("is of an alias", () => {
    const json = synthFunction((fn) => fn.addAlias("live").addFunctionUrl());
    const [alias] = Object.keys(json.resource.aws_lambda_alias);
    expect(only(json, "aws_lambda_function_url").qualifier).toBe(`\${aws_lambda_alias.${alias}.name}`);
  });

  test("streams the answer", () => {
    expect(urlWith({ invokeMode: InvokeMode.RESPONSE_STREAM }).invoke_mode).toBe("RESPONSE_STREAM");
  });

  test("for everyone has both permissions, the one to invoke only through the URL, and needs provider 6.28", () => {
    const json = synthFunction((fn) => fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }));
    expect(Object.values(json.resource.aws_lambda_permission)).toMatchObject([
      { action: "lambda:InvokeFunctionUrl", principal: "*", function_url_auth_type: "NONE" },
      { action: "lambda:InvokeFunction", principal: "*", invoked_via_function_url: true },
    ]);
    expect(json.terraform.required_providers.aws.version).toBe("~> 6.0, >= 6.28.0");
  });

  test("of an alias for everyone has permissions for the alias alone", () => {
    const json = synthFunction((fn) => fn.addAlias("live").addFunctionUrl({ authType: "NONE" }));
    const [alias] = Object.keys(json.resource.aws_lambda_alias);
    const qualifier = `\${aws_lambda_alias.${alias}.name}`;
    expect(Object.values(json.resource.aws_lambda_permission)).toMatchObject([{ qualifier }, { qualifier }]);
  });

  test("for everyone works on the local AWS with any provider", () => {
    const json = synthFunction((fn) => fn.addFunctionUrl({ authType: "NONE" }), { local: true });
    expect(JSON.stringify(json)).not.toContain("invoked_via_function_url");
    expect(json.terraform.required_providers.aws.version).not.toContain("6.28.0");
  });

  test("answers pages of other origins", () => {
    const { cors } = urlWith({
      cors: {
        allowedOrigins: ["https://www.example.com"],
        allowedMethods: [HttpMethod.GET, "POST"],
        allowedHeaders: ["content-type"],
        exposedHeaders: ["etag"],
        allowCredentials: true,
        maxAge: Duration.hours(1),
      },
    });
    expect(cors).toEqual({
      allow_origins: ["https://www.example.com"],
      allow_methods: ["GET", "POST"],
      allow_headers: ["content-type"],
      expose_headers: ["etag"],
      allow_credentials: true,
      max_age: 3600,
    });
    expect(urlWith({ cors: { allowedOrigins: ["*"] } }).cors.allow_methods).toEqual(["*"]);
  });

  test.each<[NonNullable<FunctionUrlOptions["cors"]>, string]>([
    [{ maxAge: Duration.days(2) }, "maxAge must be at most one day; got 172800 seconds"],
    [
      { allowedOrigins: Array.from({ length: 101 }, (_, i) => `https://${i}.example.com`) },
      "allowedOrigins has 101 entries, but Lambda allows only 100",
    ],
    [{ allowedMethods: ["OPTIONS" as "GET"] }, 'allowedMethods: "OPTIONS" is longer than 6 characters'],
    [{ exposedHeaders: ["x".repeat(1025)] }, "is longer than 1024 characters"],
  ])("is refused with cors that Lambda would refuse", (cors, message) => {
    expect(() => urlWith({ cors })).toThrow(message);
    expect(() => urlWith({ cors })).toThrow("[shop/python] Lambda would refuse cors of the URL:");
  });

  test("is granted to call it, and not to invoke the function otherwise", () => {
    const json = synthFunction((fn) => fn.addAlias("live").addFunctionUrl().grantInvokeUrl(fn));
    const { Statement } = JSON.parse(only(json, "aws_iam_role_policy").policy);
    expect(Statement.slice(-2)).toEqual([
      {
        Action: ["lambda:InvokeFunctionUrl"],
        Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } },
        Effect: "Allow",
        Resource: [`${ARN}:live`],
      },
      {
        Action: ["lambda:InvokeFunction"],
        Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } },
        Effect: "Allow",
        Resource: [`${ARN}:live`],
      },
    ]);
  });
});
