import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import type { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import type { DataAwsApigatewayv2Api } from "@cdktf/provider-aws/lib/data-aws-apigatewayv2-api";
import { AwsEnvironment, idPath } from "../aws-environment";
import type { Duration } from "../duration";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { rangeProblem } from "../range-problem";
import { type ApiMethod, methodInArn, pathInId, pathProblems } from "./api-path";
import { refuse } from "./event-source-mapping";

/** The form of the event and of the answer. @enum */
export const PayloadFormatVersion = {
  /** As of a REST API. */
  VERSION_1_0: "1.0",
  /** The short one. */
  VERSION_2_0: "2.0",
} as const;
export type PayloadFormatVersion = (typeof PayloadFormatVersion)[keyof typeof PayloadFormatVersion];

/** Settings of an HttpApiEventSource. */
export interface HttpApiEventSourceProps {
  /** The API, whose stages are yours. @default - a new API of the function, with the stage `$default` */
  readonly api?: Apigatewayv2Api | DataAwsApigatewayv2Api;
  /** Who may call the route: IAM, or an authorizer of the API. @default - everyone */
  readonly authorizer?: "AWS_IAM" | Apigatewayv2Authorizer;
  /** Scopes that a token must have, with an authorizer for JWTs. @default - none */
  readonly authorizationScopes?: readonly string[];
  /** @default PayloadFormatVersion.VERSION_2_0 */
  readonly payloadFormatVersion?: PayloadFormatVersion;
  /** How long API Gateway waits for the function, up to 30 seconds. @default Duration.seconds(30) */
  readonly timeout?: Duration;
}

/** Amazon API Gateway API Reference (V2), Integration: TimeoutInMillis (read 2026-11-28). */
const TIMEOUT_SECONDS = { min: 1, max: 30 };

/** A route of an HTTP API that invokes the function. */
export class HttpApiEventSource implements IEventSource {
  private bound:
    | { readonly api: Apigatewayv2Api | DataAwsApigatewayv2Api; readonly route: Apigatewayv2Route }
    | undefined;

  /**
   * @param method for example `HttpMethod.GET`; with the path `$default` it is `ANY`
   * @param path for example `/orders/{id}`, or `$default` for all that no other route matches
   * @throws Error when API Gateway would refuse the settings
   */
  constructor(
    private readonly method: ApiMethod,
    private readonly path: `/${string}` | "$default",
    private readonly props: HttpApiEventSourceProps = {},
  ) {
    refuse(`${method} ${path}`, [
      ...(path === "$default"
        ? method === "ANY"
          ? []
          : ["the path $default has the method ANY"]
        : pathProblems(path)),
      ...rangeProblem("timeout", props.timeout?.toSeconds(), TIMEOUT_SECONDS, "seconds"),
      ...(props.authorizationScopes && typeof props.authorizer !== "object"
        ? ["authorizationScopes need an authorizer for JWTs"]
        : []),
    ]);
  }

  /** The API. Undefined before the source was added to a function. */
  get api(): Apigatewayv2Api | DataAwsApigatewayv2Api | undefined {
    return this.bound?.api;
  }

  /** The route, for arguments that this class doesn't have. Undefined before the source was added to a function. */
  get route(): Apigatewayv2Route | undefined {
    return this.bound?.route;
  }

  bind(fn: FunctionBase): void {
    const { api = newApi(fn), authorizer, authorizationScopes } = this.props;
    const routeKey = this.path === "$default" ? this.path : `${this.method} ${this.path}`;
    reserve(fn, api, routeKey);
    const id = `HttpApiEventSource-${this.props.api ? `${idPath(this.props.api)}-` : ""}${this.routeId()}`;
    fn.addPermission(`${id}-Permission`, {
      principal: "apigateway.amazonaws.com",
      // Any stage: the stages of a given API aren't known here.
      sourceArn: `${api.executionArn}/*/${this.path === "$default" ? this.path : methodInArn(this.method, this.path)}`,
    });
    const route = new Apigatewayv2Route(fn, id, {
      apiId: api.id,
      routeKey,
      target: `integrations/${this.integration(fn, api).id}`,
      ...(authorizer === "AWS_IAM" && { authorizationType: "AWS_IAM" }),
      ...(typeof authorizer === "object" && {
        authorizationType: authorizer.authorizerTypeInput === "JWT" ? "JWT" : "CUSTOM",
        authorizerId: authorizer.id,
      }),
      ...(authorizationScopes && { authorizationScopes: [...authorizationScopes] }),
    });
    this.bound = { api, route };
  }

  private routeId(): string {
    return this.path === "$default" ? "default" : `${this.method}-${pathInId(this.path)}`;
  }

  /** Routes with the same settings share an integration: an API may have 300. */
  private integration(
    fn: FunctionBase,
    api: Apigatewayv2Api | DataAwsApigatewayv2Api,
  ): Apigatewayv2Integration {
    const { payloadFormatVersion = "2.0", timeout } = this.props;
    const id = [
      "HttpIntegration",
      this.props.api && idPath(this.props.api),
      payloadFormatVersion,
      timeout && `${timeout.toSeconds()}s`,
    ]
      .filter(Boolean)
      .join("-");
    const found = fn.node.tryFindChild(id) as Apigatewayv2Integration | undefined;
    return (
      found ??
      new Apigatewayv2Integration(fn, id, {
        apiId: api.id,
        integrationType: "AWS_PROXY",
        integrationMethod: "POST",
        integrationUri: fn.invokeArn,
        payloadFormatVersion,
        ...(timeout && { timeoutMilliseconds: timeout.toSeconds() * 1_000 }),
      })
    );
  }
}

/** The routes of each API, and the functions that they invoke. */
const ROUTES = new WeakMap<object, Map<string, FunctionBase>>();

/** @throws Error when the API already has the route, which API Gateway would refuse */
function reserve(fn: FunctionBase, api: Apigatewayv2Api | DataAwsApigatewayv2Api, routeKey: string): void {
  const routes = ROUTES.get(api) ?? new Map<string, FunctionBase>();
  const other = routes.get(routeKey);
  if (other) {
    throw new Error(
      `[${fn.node.path}] ${routeKey} of the API [${api.node.path}] already invokes [${other.node.path}]. A route invokes one function.`,
    );
  }
  ROUTES.set(api, routes.set(routeKey, fn));
}

/** The function's own API, which all its routes without an API share. */
function newApi(fn: FunctionBase): Apigatewayv2Api {
  const found = fn.node.tryFindChild("HttpApi") as Apigatewayv2Api | undefined;
  if (found) return found;
  const api = new Apigatewayv2Api(fn, "HttpApi", {
    name: AwsEnvironment.of(fn).nameOf(fn),
    protocolType: "HTTP",
  });
  new Apigatewayv2Stage(fn, "HttpApiStage", { apiId: api.id, name: "$default", autoDeploy: true });
  return api;
}
