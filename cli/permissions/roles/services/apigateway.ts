import type { ResourceType, ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

/**
 * API Gateway's actions are HTTP methods on paths (Service Authorization Reference, Amazon API Gateway Management and V2).
 * The ids of APIs are AWS's, so the paths can't name one.
 */
const REST = "arn:{partition}:apigateway:{region}::/restapis";
const HTTP = "arn:{partition}:apigateway:{region}::/apis";
const TAGS = "arn:{partition}:apigateway:{region}::/tags/*";

/** A part of an API: created below a path, then read, changed and deleted by a path of its own. */
function part(
  source: string,
  collection: string,
  one: string,
  more: Partial<ResourceType> = {},
): ResourceType {
  return {
    source,
    read: [{ actions: ["apigateway:GET"], on: one }],
    create: [{ actions: ["apigateway:POST"], on: collection }],
    update: [{ actions: ["apigateway:PATCH"], on: one }],
    delete: [{ actions: ["apigateway:DELETE"], on: one }],
    ...more,
  };
}

const TAG = [{ actions: ["apigateway:PUT", "apigateway:POST", "apigateway:DELETE"], on: TAGS, when: "tags" }];

const METHOD = `${REST}/*/resources/*/methods/*`;

export const apigateway: ResourceTypes = {
  aws_api_gateway_rest_api: {
    ...part(SEEN, REST, `${REST}/*`),
    attributes: { id: "*", execution_arn: "arn:{partition}:execute-api:{region}:{account}:*" },
    read: [{ actions: ["apigateway:GET"], on: [`${REST}/*`, `${REST}/*/resources`] }],
    update: [{ actions: ["apigateway:PATCH"], on: `${REST}/*` }, ...TAG],
  },
  aws_api_gateway_resource: part(SEEN, `${REST}/*/resources/*`, `${REST}/*/resources/*`),
  aws_api_gateway_method: part(SEEN, METHOD, METHOD, {
    create: [{ actions: ["apigateway:PUT"], on: METHOD }],
  }),
  aws_api_gateway_integration: part(SEEN, `${METHOD}/integration`, `${METHOD}/integration`, {
    create: [{ actions: ["apigateway:PUT"], on: `${METHOD}/integration` }],
  }),
  aws_api_gateway_deployment: part(SEEN, `${REST}/*/deployments`, `${REST}/*/deployments/*`),
  aws_api_gateway_authorizer: part(READ, `${REST}/*/authorizers`, `${REST}/*/authorizers/*`),
  aws_api_gateway_stage: part(SEEN, `${REST}/*/stages`, `${REST}/*/stages/{stage_name}`, {
    update: [{ actions: ["apigateway:PATCH"], on: `${REST}/*/stages/{stage_name}` }, ...TAG],
  }),
  aws_apigatewayv2_api: part(SEEN, HTTP, `${HTTP}/*`, {
    attributes: { id: "*", execution_arn: "arn:{partition}:execute-api:{region}:{account}:*" },
    update: [{ actions: ["apigateway:PATCH"], on: `${HTTP}/*` }, ...TAG],
  }),
  "data.aws_apigatewayv2_api": {
    source: READ,
    attributes: { id: "*", execution_arn: "arn:{partition}:execute-api:{region}:{account}:*" },
    read: [{ actions: ["apigateway:GET"], on: `${HTTP}/*` }],
  },
  aws_apigatewayv2_integration: part(SEEN, `${HTTP}/*/integrations`, `${HTTP}/*/integrations/*`, {
    attributes: { id: "*" },
  }),
  aws_apigatewayv2_route: part(SEEN, `${HTTP}/*/routes`, `${HTTP}/*/routes/*`),
  aws_apigatewayv2_authorizer: part(READ, `${HTTP}/*/authorizers`, `${HTTP}/*/authorizers/*`),
  aws_apigatewayv2_stage: {
    ...part(SEEN, `${HTTP}/*/stages`, `${HTTP}/*/stages/{name}`),
    read: [{ actions: ["apigateway:GET"], on: [`${HTTP}/*/stages/{name}`, `${HTTP}/*`] }],
    update: [{ actions: ["apigateway:PATCH"], on: `${HTTP}/*/stages/{name}` }, ...TAG],
  },
};
