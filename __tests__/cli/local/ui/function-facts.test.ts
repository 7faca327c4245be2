import { functionFacts } from "../../../../cli/local/ui/function-facts";
import type { State } from "../../../../cli/local/ui/state";

const ARN = "arn:aws:lambda:eu-central-1:000000000000:function:hello-dev-python";
const resource = (type: string, attributes: Readonly<Record<string, unknown>>) => ({
  mode: "managed",
  type,
  name: "x",
  instances: [{ attributes }],
});

const state: State = {
  outputs: { python_function_name: { value: "hello-dev-python" } },
  resources: [
    resource("aws_lambda_function", {
      function_name: "hello-dev-python",
      arn: ARN,
      image_uri: `localhost:4566/hello-dev/python@sha256:${"a".repeat(64)}`,
      memory_size: 256,
      timeout: 30,
      architectures: ["arm64"],
      role: "arn:aws:iam::000000000000:role/r",
      environment: [{ variables: { TOKEN: "secret", BUCKET: "b" } }],
      logging_config: [{ log_group: "/own/group" }],
      last_modified: "2026-11-28T19:09:48.076+0000",
    }),
    resource("aws_lambda_function_url", { function_name: ARN, url_id: "urlid" }),
    resource("aws_lambda_function_url", { function_name: "hello-dev-python-2", url_id: "other" }),
    resource("aws_apigatewayv2_integration", { api_id: "http", integration_uri: ARN }),
    resource("aws_api_gateway_integration", {
      rest_api_id: "rest",
      uri: `arn:…/functions/${ARN}/invocations`,
    }),
    resource("aws_api_gateway_stage", { rest_api_id: "rest", stage_name: "prod" }),
  ],
};

test("the facts of a function, without a value of a variable", () => {
  const [fn, ...others] = functionFacts(state, "functions-dev", 4566);
  expect(others).toEqual([]);
  expect(fn).toMatchObject({
    id: "python",
    stack: "functions-dev",
    region: "eu-central-1",
    image: "localhost:4566/hello-dev/python",
    digest: `sha256:${"a".repeat(64)}`,
    memorySize: 256,
    timeout: 30,
    architecture: "arm64",
    logGroup: "/own/group",
    environment: ["BUCKET", "TOKEN"],
  });
  expect(JSON.stringify(fn)).not.toContain("secret");
});

test("its addresses, as they are reached on this machine", () => {
  expect(functionFacts(state, "functions-dev", 4566)[0]?.urls).toEqual([
    { kind: "Function URL", url: "http://localhost:4566/_aws/lambda-url/urlid/" },
    { kind: "HTTP API", url: "http://http.execute-api.localhost:4566/" },
    { kind: "REST API", url: "http://rest.execute-api.localhost:4566/prod" },
  ]);
});
