import type { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { idPath } from "../aws-environment";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { type ApiMethod, methodInArn, pathInId, pathProblems } from "./api-path";
import { refuse } from "./event-source-mapping";
import { type DeployOptions, RestApiParts } from "./rest-api";

/** Settings of an ApiEventSource. */
export interface ApiEventSourceProps extends DeployOptions {
  /** The API, in the function's stack. @default - a new, regional API of the function */
  readonly api?: ApiGatewayRestApi;
  /** Who may call the method: IAM, or an authorizer of the API. @default - everyone */
  readonly authorizer?: "AWS_IAM" | ApiGatewayAuthorizer;
  /** Scopes that a token must have, with an authorizer for a Cognito user pool. @default - none */
  readonly authorizationScopes?: readonly string[];
  /** Whether a caller needs an API key. @default false */
  readonly apiKeyRequired?: boolean;
}

/** A method of a REST API that invokes the function. */
export class ApiEventSource implements IEventSource {
  private bound: { readonly parts: RestApiParts; readonly method: ApiGatewayMethod } | undefined;

  /**
   * @param httpMethod for example `HttpMethod.GET`
   * @param path for example `/orders/{id}`
   * @throws Error when API Gateway would refuse the settings
   */
  constructor(
    private readonly httpMethod: ApiMethod,
    private readonly path: `/${string}`,
    private readonly props: ApiEventSourceProps = {},
  ) {
    refuse(`${httpMethod} ${path}`, [
      ...pathProblems(path),
      ...(props.authorizationScopes && typeof props.authorizer !== "object"
        ? ["authorizationScopes need an authorizer for a Cognito user pool"]
        : []),
    ]);
  }

  /** The API. Undefined before the source was added to a function. */
  get api(): ApiGatewayRestApi | undefined {
    return this.bound?.parts.api;
  }

  /** The method, for arguments that this class doesn't have. Undefined before the source was added to a function. */
  get method(): ApiGatewayMethod | undefined {
    return this.bound?.method;
  }

  /** The stage, with its URL `invokeUrl`. Undefined before the source was added, and with `deploy: false`. */
  get stage(): ApiGatewayStage | undefined {
    return this.bound?.parts.stage;
  }

  bind(fn: FunctionBase): void {
    const { httpMethod, path, props } = this;
    const { authorizer, authorizationScopes, apiKeyRequired } = props;
    const parts = RestApiParts.of(fn, props.api, props);
    parts.reserve(fn, httpMethod, path);
    const id = `ApiEventSource-${props.api ? `${idPath(props.api)}-` : ""}${httpMethod}-${pathInId(path)}`;
    const resourceId = parts.resourceId(path);
    const method = new ApiGatewayMethod(fn, id, {
      restApiId: parts.api.id,
      resourceId,
      httpMethod,
      authorization: authorization(authorizer),
      ...(typeof authorizer === "object" && { authorizerId: authorizer.id }),
      ...(authorizationScopes && { authorizationScopes: [...authorizationScopes] }),
      ...(apiKeyRequired !== undefined && { apiKeyRequired }),
    });
    const integration = new ApiGatewayIntegration(fn, `${id}-Integration`, {
      restApiId: parts.api.id,
      resourceId,
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      // Lambda is always invoked by POST.
      integrationHttpMethod: "POST",
      uri: fn.invokeArn,
    });
    parts.deploy(method, integration);
    fn.addPermission(`${id}-Permission`, {
      principal: "apigateway.amazonaws.com",
      sourceArn: `${parts.api.executionArn}/${parts.stage ? (props.stageName ?? "prod") : "*"}/${methodInArn(httpMethod, path)}`,
    });
    this.bound = { parts, method };
  }
}

function authorization(authorizer: ApiEventSourceProps["authorizer"]): string {
  if (typeof authorizer !== "object") return authorizer ?? "NONE";
  return authorizer.typeInput === "COGNITO_USER_POOLS" ? "COGNITO_USER_POOLS" : "CUSTOM";
}
