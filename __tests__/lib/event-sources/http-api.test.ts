import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import {
  type ApiMethod,
  Duration,
  HttpApiEventSource,
  type HttpApiEventSourceProps,
  HttpMethod,
} from "../../../lib";
import { only } from "../../synth";
import { newFunction, permissionsOf, withAlias, withFunction } from "./functions";

test("without an API, the function gets one of its own, and all its routes share it", () => {
  const json = withFunction((fn) => {
    fn.addEventSource(new HttpApiEventSource(HttpMethod.GET, "/orders/{id}"));
    fn.addEventSource(new HttpApiEventSource(HttpMethod.ANY, "$default"));
  });
  expect(only(json, "aws_apigatewayv2_api")).toMatchObject({ name: "shop-dev-jobs", protocol_type: "HTTP" });
  expect(only(json, "aws_apigatewayv2_stage")).toMatchObject({ name: "$default", auto_deploy: true });
  expect(only(json, "aws_apigatewayv2_integration")).toMatchObject({
    integration_type: "AWS_PROXY",
    payload_format_version: "2.0",
    integration_uri: expect.stringMatching(/^\$\{aws_lambda_function\..*\.invoke_arn\}$/),
  });
  const routes: { route_key: string }[] = Object.values(json.resource.aws_apigatewayv2_route);
  expect(routes.map(({ route_key }) => route_key).sort()).toEqual(["$default", "GET /orders/{id}"]);
});

test("each route alone may invoke the function, whose role gets nothing", () => {
  const json = withFunction((fn) => {
    fn.addEventSource(new HttpApiEventSource("GET", "/orders/{id}/lines"));
    fn.addEventSource(new HttpApiEventSource("ANY", "$default"));
  });
  const arns = (Object.values(json.resource.aws_lambda_permission) as { source_arn: string }[]).map(
    ({ source_arn }) => source_arn.replace(/^\$\{.*\.execution_arn\}/, ""),
  );
  expect(arns.sort()).toEqual(["/*/$default", "/*/GET/orders/*/lines"]);
  expect(permissionsOf(json)).toEqual([]);
});

test("a given API gets routes and no stage, and an alias is invoked by its own ARN", () => {
  const json = withAlias((fn, stack) => {
    const api = new Apigatewayv2Api(stack, "Api", { name: "shop", protocolType: "HTTP" });
    const authorizer = new Apigatewayv2Authorizer(stack, "Jwt", {
      apiId: api.id,
      name: "jwt",
      authorizerType: "JWT",
    });
    fn.addEventSource(
      new HttpApiEventSource("GET", "/a", {
        api,
        authorizer,
        authorizationScopes: ["read"],
        timeout: Duration.seconds(5),
      }),
    );
    fn.addEventSource(new HttpApiEventSource("GET", "/b", { api, authorizer: "AWS_IAM" }));
  });
  expect(json.resource.aws_apigatewayv2_stage).toBeUndefined();
  expect(Object.values(json.resource.aws_apigatewayv2_route)).toEqual([
    expect.objectContaining({
      authorization_type: "JWT",
      authorizer_id: "${aws_apigatewayv2_authorizer.Jwt.id}",
      authorization_scopes: ["read"],
    }),
    expect.objectContaining({ authorization_type: "AWS_IAM" }),
  ]);
  // Two, since the time-outs differ.
  for (const integration of Object.values(json.resource.aws_apigatewayv2_integration) as {
    integration_uri: string;
  }[]) {
    expect(integration.integration_uri).toMatch(/^\$\{aws_lambda_alias\..*\.invoke_arn\}$/);
  }
});

test.each<
  [method: ApiMethod, path: `/${string}` | "$default", props: HttpApiEventSourceProps, message: string]
>([
  ["GET", "$default", {}, "the path $default has the method ANY"],
  ["GET", "/orders/", {}, 'a path doesn\'t end with "/"'],
  ["GET", "/{proxy+}/x", {}, "{…+} must be the end of a path"],
  ["GET", "/", { timeout: Duration.seconds(31) }, "timeout must be a whole number from 1 to 30"],
  ["GET", "/", { authorizationScopes: ["read"] }, "authorizationScopes need an authorizer"],
])("%s %s %j is refused", (method, path, props, message) => {
  expect(() => new HttpApiEventSource(method, path, props)).toThrow(message);
});

test("a route of an API invokes one function", () => {
  const json = withFunction((fn, stack) => {
    const api = new Apigatewayv2Api(stack, "Shop", { name: "shop", protocolType: "HTTP" });
    const other = newFunction(stack, "other");
    fn.addEventSource(new HttpApiEventSource("GET", "/orders", { api }));
    other.addEventSource(new HttpApiEventSource("POST", "/orders", { api }));
    expect(() => other.addEventSource(new HttpApiEventSource("GET", "/orders", { api }))).toThrow(
      "[shop/other] GET /orders of the API [shop/Shop] already invokes [shop/jobs]. A route invokes one function.",
    );
  });
  expect(Object.keys(json.resource.aws_apigatewayv2_route)).toHaveLength(2);
});
