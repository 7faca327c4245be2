import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import type { ITerraformDependable } from "cdktf";
import type { PolicyStatement } from "../policy-statement";
import { throwProblems } from "../throw-problems";
import { type AliasProps, aliasProblems, numberOf } from "./alias-options";
import type * as aliasScalingModule from "./alias-scaling";
import type { AutoScalingOptions, ScalableFunctionAttribute } from "./alias-scaling";
import { hasEventInvokeOptions } from "./async-invoke-options";
import type { DockerImageFunction } from "./docker-image-function";
import type { ExistingRole } from "./execution-role";
import { FunctionBase } from "./function-base";
import type * as provisionedConcurrencyModule from "./provisioned-concurrency";
import { refuseTwice } from "./refuse-twice";
import type { Version } from "./version";

/**
 * A name for a version of a function, for example `live`. It can be invoked as the function can, and has its own event
 * sources, permissions, URL and settings of asynchronous invocations. `fn.addAlias` makes it.
 */
export class Alias extends FunctionBase {
  /** The resource itself, for arguments that this construct doesn't have: `alias.resource.addOverride(…)`. */
  readonly resource: LambdaAlias;
  /** The function. */
  readonly lambda: DockerImageFunction;
  /** The name of the alias, as plain text. */
  readonly aliasName: string;
  /** The version that it points to, or its number. */
  readonly version: Version | string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly invokeArn: string;
  readonly qualifier: string;
  /** The execution environments that are kept ready. @default - undefined if there are none */
  readonly provisionedConcurrency: LambdaProvisionedConcurrencyConfig | undefined;
  /** @internal */
  readonly _arnInPolicies: string;

  /** @throws Error when Lambda would refuse settings. The error lists all of them. */
  constructor(lambda: DockerImageFunction, id: string, props: AliasProps) {
    super(lambda, id);
    // Always, so that going back to an earlier version changes the alias and nothing else.
    const { currentVersion } = lambda;
    const { aliasName, version = currentVersion, additionalVersions = [] } = props;
    throwProblems(
      this.node.path,
      "Lambda would refuse this alias",
      aliasProblems(props, lambda.resource.reservedConcurrentExecutionsInput),
    );
    this.lambda = lambda;
    this.aliasName = aliasName;
    this.version = version;
    this._arnInPolicies = `${lambda._arnInPolicies}:${aliasName}`;
    this.resource = new LambdaAlias(this, "Resource", {
      name: aliasName,
      functionName: lambda.functionName,
      functionVersion: numberOf(version),
      ...(props.description !== undefined && { description: props.description }),
      ...(additionalVersions.length > 0 && {
        routingConfig: {
          additionalVersionWeights: Object.fromEntries(
            additionalVersions.map((one) => [numberOf(one.version), one.weight]),
          ),
        },
      }),
    });
    this.functionName = lambda.functionName;
    this.functionArn = this.resource.arn;
    this.invokeArn = this.resource.invokeArn;
    // A reference, so whatever uses it is created after the alias.
    this.qualifier = this.resource.name;
    this.provisionedConcurrency = this.provision(props.provisionedConcurrentExecutions);
    if (hasEventInvokeOptions(props)) {
      this.configureAsyncInvoke(props);
    }
  }

  /** @internal */
  get _function(): DockerImageFunction {
    return this.lambda;
  }

  get role(): ExistingRole {
    return this.lambda.role;
  }

  get permissions(): readonly ITerraformDependable[] {
    return this.lambda.permissions;
  }

  addToRolePolicy(statement: PolicyStatement): void {
    this.lambda.addToRolePolicy(statement);
  }

  /**
   * Lets AWS change the number of execution environments that are kept ready. Terraform then ignores
   * `provisionedConcurrentExecutions` after the alias was created. On the local AWS, which has no auto scaling, nothing
   * is made.
   * @throws Error when it was called before, or when the numbers contradict each other
   */
  addAutoScaling(options: AutoScalingOptions): ScalableFunctionAttribute {
    refuseTwice(this, "Scaling", "addAutoScaling was called before. Use what it returned.");
    const { ScalableFunctionAttribute } = require("./alias-scaling") as typeof aliasScalingModule;
    return new ScalableFunctionAttribute(this, "Scaling", options);
  }

  private provision(executions: number | undefined): LambdaProvisionedConcurrencyConfig | undefined {
    if (executions === undefined) return undefined;
    const { provisionedConcurrency } =
      require("./provisioned-concurrency") as typeof provisionedConcurrencyModule;
    return provisionedConcurrency(this, executions);
  }
}
