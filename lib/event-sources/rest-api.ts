import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import type { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import type { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { dependable, Lazy, type TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AwsEnvironment, idPath } from "../aws-environment";
import type { FunctionBase } from "../function/function-base";
import { resolved } from "../resolved";
import { sha256 } from "../sha256";
import { pathInId } from "./api-path";

/** The stage of an API. */
export interface DeployOptions {
  /**
   * Whether there is a deployment and a stage, which is renewed when a method changes. Without, you deploy.
   * @default true
   */
  readonly deploy?: boolean;
  /** The stage's name, which is the first part of the path. An API has one. @default "prod" */
  readonly stageName?: string;
}

/** The resources, the deployment and the stage of a REST API, which all sources of the API share. */
export class RestApiParts extends Construct {
  /**
   * The parts of an API, or of a new API of the function.
   * @throws Error when the API belongs to another stack, or when another source wants another stage
   */
  static of(fn: FunctionBase, given: ApiGatewayRestApi | undefined, options: DeployOptions): RestApiParts {
    if (given && TerraformStack.of(given) !== TerraformStack.of(fn)) {
      throw new Error(
        `[${fn.node.path}] The API [${given.node.path}] is in another stack. Its deployment has to be renewed when a method changes, ` +
          "so they must be in one stack. Put the API into the function's stack, or use HttpApiEventSource, whose APIs deploy themselves.",
      );
    }
    const [scope, id] = given
      ? [TerraformStack.of(given), `RestApiParts-${idPath(given)}`]
      : ([fn, "RestApiParts"] as const);
    const found = scope.node.tryFindChild(id) as RestApiParts | undefined;
    const parts = found ?? new RestApiParts(scope, id, given ?? newApi(fn), options);
    parts.checkStage(fn, options);
    return parts;
  }

  readonly stage: ApiGatewayStage | undefined;
  private readonly deployment: ApiGatewayDeployment | undefined;
  private readonly deployed: TerraformResource[] = [];
  private readonly methods = new Map<string, FunctionBase>();
  /** A path → the variable directly below it. */
  private readonly variables = new Map<string, string>();

  private constructor(
    scope: Construct,
    id: string,
    readonly api: ApiGatewayRestApi,
    private readonly options: DeployOptions,
  ) {
    super(scope, id);
    if (options.deploy === false) return;
    this.deployment = new ApiGatewayDeployment(this, "Deployment", {
      restApiId: api.id,
      // A deployment is a copy of the API: only a new one contains what has changed.
      triggers: { methods: Lazy.stringValue({ produce: () => this.hashOfMethods() }) },
      lifecycle: { createBeforeDestroy: true },
    });
    this.stage = new ApiGatewayStage(this, "Stage", {
      restApiId: api.id,
      deploymentId: this.deployment.id,
      stageName: options.stageName ?? "prod",
    });
  }

  /** The id of the resource for a path. It and those above it are created if they don't exist. */
  resourceId(path: string): string {
    if (path === "/") return this.api.rootResourceId;
    const parent = path.slice(0, path.lastIndexOf("/")) || "/";
    const id = `Resource-${pathInId(path)}`;
    const found = this.node.tryFindChild(id) as ApiGatewayResource | undefined;
    if (found) return found.id;
    this.checkVariable(parent, path.slice(path.lastIndexOf("/") + 1));
    const resource = new ApiGatewayResource(this, id, {
      restApiId: this.api.id,
      parentId: this.resourceId(parent),
      pathPart: path.slice(path.lastIndexOf("/") + 1),
    });
    this.deployed.push(resource);
    return resource.id;
  }

  /**
   * Refuses a second variable at a place of a path. API Gateway's own error: "A sibling ({id}) of this resource already has a variable path
   * part -- only one is allowed".
   */
  private checkVariable(parent: string, part: string): void {
    if (!part.startsWith("{")) return;
    const other = this.variables.get(parent);
    if (other !== undefined) {
      throw new Error(
        `[${this.api.node.path}] API Gateway would refuse ${part} below ${parent}, since ${other} is there already. Use one name in all paths.`,
      );
    }
    this.variables.set(parent, part);
  }

  /** @throws Error when another function already has the method */
  reserve(fn: FunctionBase, method: string, path: string): void {
    const other = this.methods.get(`${method} ${path}`);
    if (other) {
      throw new Error(
        `[${fn.node.path}] ${method} ${path} of the API [${this.api.node.path}] already invokes [${other.node.path}]. A method invokes one function.`,
      );
    }
    this.methods.set(`${method} ${path}`, fn);
  }

  /** Makes a method part of the deployment. */
  deploy(method: ApiGatewayMethod, integration: ApiGatewayIntegration): void {
    this.deployed.push(method, integration);
    if (this.deployment) {
      this.deployment.dependsOn = [
        ...(this.deployment.dependsOn ?? []),
        dependable(method),
        dependable(integration),
      ];
    }
  }

  private checkStage(fn: FunctionBase, options: DeployOptions): void {
    const same =
      (options.deploy ?? true) === (this.options.deploy ?? true) &&
      (options.stageName ?? "prod") === (this.options.stageName ?? "prod");
    if (!same) {
      throw new Error(
        `[${fn.node.path}] The API [${this.api.node.path}] has one deployment and one stage. Give all its event sources the same deploy and stageName.`,
      );
    }
  }

  /** Of everything in the deployment, with overrides. */
  private hashOfMethods(): string {
    const all = this.deployed.map((resource) => resolved(resource, resource.toTerraform()));
    return sha256(JSON.stringify(all));
  }
}

/** A new API for a function, in its region. */
function newApi(fn: FunctionBase): ApiGatewayRestApi {
  return new ApiGatewayRestApi(fn, "RestApi", {
    name: AwsEnvironment.of(fn).nameOf(fn),
    endpointConfiguration: { types: ["REGIONAL"] },
  });
}
