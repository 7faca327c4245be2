import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { TerraformStack } from "cdktf";
import { ApiEventSource, type FunctionBase, HttpMethod } from "../../../lib";
import { only, synth } from "../../synth";
import { LIVE, newFunction, permissionsOf, withAlias, withFunction } from "./functions";

const apiIn = (stack: TerraformStack) => new ApiGatewayRestApi(stack, "Api", { name: "shop" });

test("without an API, the function gets one of its own, with a deployment and a stage", () => {
  const json = withFunction((fn) => fn.addEventSource(new ApiEventSource(HttpMethod.GET, "/orders/{id}")));
  expect(only(json, "aws_api_gateway_rest_api")).toMatchObject({
    name: "shop-dev-jobs",
    endpoint_configuration: { types: ["REGIONAL"] },
  });
  const parts = (Object.values(json.resource.aws_api_gateway_resource) as { path_part: string }[]).map(
    ({ path_part }) => path_part,
  );
  expect(parts).toEqual(["orders", "{id}"]);
  expect(only(json, "aws_api_gateway_integration")).toMatchObject({
    type: "AWS_PROXY",
    integration_http_method: "POST",
    uri: expect.stringMatching(/^\$\{aws_lambda_function\..*\.invoke_arn\}$/),
  });
  expect(only(json, "aws_api_gateway_deployment")).toMatchObject({
    lifecycle: { create_before_destroy: true },
    depends_on: [
      expect.stringMatching(/^aws_api_gateway_method\./),
      expect.stringMatching(/^aws_api_gateway_integration\./),
    ],
  });
  expect(only(json, "aws_api_gateway_stage").stage_name).toBe("prod");
});

test("each method of the stage alone may invoke the function, whose role gets nothing", () => {
  const json = withAlias((fn) =>
    fn.addEventSource(new ApiEventSource("ANY", "/orders/{id}", { stageName: "v1" })),
  );
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "apigateway.amazonaws.com",
    qualifier: LIVE,
    source_arn: expect.stringMatching(/\.execution_arn\}\/v1\/\*\/orders\/\*$/),
  });
  expect(permissionsOf(json)).toEqual([]);
});

test("functions share the resources, the deployment and the stage of an API", () => {
  const { json } = synth((stack) => {
    const api = apiIn(stack);
    newFunction(stack, "one").addEventSource(new ApiEventSource("GET", "/orders", { api }));
    newFunction(stack, "two").addEventSource(
      new ApiEventSource("POST", "/orders", { api, authorizer: "AWS_IAM" }),
    );
  });
  expect(only(json, "aws_api_gateway_resource").path_part).toBe("orders");
  expect(only(json, "aws_api_gateway_deployment").depends_on).toHaveLength(4);
  only(json, "aws_api_gateway_stage");
});

test("the deployment is renewed exactly when a method changes, an override included", () => {
  const trigger = (add: (fn: FunctionBase, stack: TerraformStack) => void) =>
    only(withFunction(add), "aws_api_gateway_deployment").triggers.methods;
  const add = (source: () => ApiEventSource) => (fn: FunctionBase) => fn.addEventSource(source());
  const plain = trigger(add(() => new ApiEventSource("GET", "/a")));
  expect(trigger(add(() => new ApiEventSource("GET", "/a")))).toBe(plain);
  expect(trigger(add(() => new ApiEventSource("GET", "/a", { apiKeyRequired: true })))).not.toBe(plain);
  expect(
    trigger((fn) => {
      const source = new ApiEventSource("GET", "/a");
      fn.addEventSource(source);
      source.method?.addOverride("operation_name", "GetA");
    }),
  ).not.toBe(plain);
});

test("without a deployment, any stage may invoke the function", () => {
  const json = withFunction((fn, stack) =>
    fn.addEventSource(new ApiEventSource("GET", "/", { api: apiIn(stack), deploy: false })),
  );
  expect(json.resource.aws_api_gateway_deployment).toBeUndefined();
  expect(only(json, "aws_lambda_permission").source_arn).toMatch(/\/\*\/GET\/$/);
});

test("a method that another function has, and another stage, are refused", () => {
  synth((stack) => {
    const api = apiIn(stack);
    newFunction(stack, "one").addEventSource(new ApiEventSource("GET", "/a", { api }));
    const two = newFunction(stack, "two");
    expect(() => two.addEventSource(new ApiEventSource("GET", "/a", { api }))).toThrow(
      "GET /a of the API [shop/Api] already invokes [shop/one]",
    );
    expect(() => two.addEventSource(new ApiEventSource("GET", "/b", { api, stageName: "v2" }))).toThrow(
      "one deployment and one stage",
    );
  });
});

test.each<`/${string}`>(["/orders/{name}", "/orders/{proxy+}"])(
  "a second variable at a place of a path is refused: %s",
  (path) => {
    synth((stack) => {
      const api = apiIn(stack);
      const fn = newFunction(stack, "one");
      fn.addEventSource(new ApiEventSource("GET", "/orders/{id}", { api }));
      fn.addEventSource(new ApiEventSource("POST", "/orders/{id}/lines/{line}", { api }));
      expect(() => fn.addEventSource(new ApiEventSource("PUT", path, { api }))).toThrow(
        `[shop/Api] API Gateway would refuse ${path.slice(8)} below /orders, since {id} is there already.`,
      );
    });
  },
);
