import type {
  ALBEvent,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  LambdaFunctionURLEvent,
} from "aws-lambda";
import type { EventNames } from "./event-names";
import { type GeneratedEvent, REQUEST_ID } from "./generated-event";

const BODY = JSON.stringify({ item: "book" });
const CLIENT = { sourceIp: "127.0.0.1", userAgent: "curl/8.7.1" };
const HEADERS = { accept: "*/*", "content-type": "application/json", "user-agent": CLIENT.userAgent };

export const httpApi: GeneratedEvent = {
  id: "http-api",
  title: "API Gateway: a request of an HTTP API",
  resources: ["aws_apigatewayv2_api"],
  build: (names): APIGatewayProxyEventV2 => ({
    ...version2(names, `${names.httpApiId}.execute-api.${names.region}.amazonaws.com`, "POST /orders"),
    pathParameters: {},
    stageVariables: {},
  }),
};

export const functionUrl: GeneratedEvent = {
  id: "function-url",
  title: "Function URL: a request",
  resources: ["aws_lambda_function_url"],
  build: (names): LambdaFunctionURLEvent =>
    version2(names, `${names.httpApiId}.lambda-url.${names.region}.on.aws`, "$default"),
};

export const restApi: GeneratedEvent = {
  id: "rest-api",
  title: "API Gateway: a request of a REST API",
  resources: ["aws_api_gateway_rest_api"],
  build: ({ account, region, restApiId, time }): APIGatewayProxyEvent => {
    const host = `${restApiId}.execute-api.${region}.amazonaws.com`;
    const headers = { ...HEADERS, Host: host };
    return {
      resource: "/orders",
      path: "/orders",
      httpMethod: "POST",
      headers,
      multiValueHeaders: severally(headers),
      queryStringParameters: { limit: "10" },
      multiValueQueryStringParameters: { limit: ["10"] },
      pathParameters: null,
      stageVariables: null,
      requestContext: {
        accountId: account,
        apiId: restApiId,
        authorizer: null,
        domainName: host,
        domainPrefix: restApiId,
        extendedRequestId: "JKJaXmPLvHcESHA=",
        protocol: "HTTP/1.1",
        httpMethod: "POST",
        identity: {
          accessKey: null,
          accountId: null,
          apiKey: null,
          apiKeyId: null,
          caller: null,
          clientCert: null,
          cognitoAuthenticationProvider: null,
          cognitoAuthenticationType: null,
          cognitoIdentityId: null,
          cognitoIdentityPoolId: null,
          principalOrgId: null,
          sourceIp: CLIENT.sourceIp,
          user: null,
          userAgent: CLIENT.userAgent,
          userArn: null,
        },
        path: "/prod/orders",
        stage: "prod",
        requestId: REQUEST_ID,
        requestTime: clfTime(time),
        requestTimeEpoch: time.getTime(),
        resourceId: "123456",
        resourcePath: "/orders",
      },
      body: BODY,
      isBase64Encoded: false,
    };
  },
};

export const loadBalancer: GeneratedEvent = {
  id: "load-balancer",
  title: "Load balancer (ALB): a request",
  resources: ["aws_lb_target_group_attachment"],
  build: ({ targetGroupArn }): ALBEvent => ({
    requestContext: { elb: { targetGroupArn } },
    httpMethod: "POST",
    path: "/orders",
    queryStringParameters: { limit: "10" },
    headers: { ...HEADERS, host: "example.com", "x-forwarded-for": CLIENT.sourceIp },
    body: BODY,
    isBase64Encoded: false,
  }),
};

/** A request in API Gateway's payload format 2.0. */
function version2(
  { account, httpApiId, time }: EventNames,
  host: string,
  routeKey: string,
): APIGatewayProxyEventV2 {
  return {
    version: "2.0",
    routeKey,
    rawPath: "/orders",
    rawQueryString: "limit=10",
    headers: { ...HEADERS, host },
    queryStringParameters: { limit: "10" },
    requestContext: {
      accountId: account,
      apiId: httpApiId,
      domainName: host,
      domainPrefix: httpApiId,
      http: { method: "POST", path: "/orders", protocol: "HTTP/1.1", ...CLIENT },
      requestId: REQUEST_ID,
      routeKey,
      stage: "$default",
      time: clfTime(time),
      timeEpoch: time.getTime(),
    },
    body: BODY,
    isBase64Encoded: false,
  };
}

function severally(values: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}

/** A time in the Common Log Format, as API Gateway writes it: `10/Oct/2026:13:55:36 +0000`. */
function clfTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(time.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
