import type { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import type { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Grantee, grant, type IGrantable } from "../grantable";
import type { Metric, MetricOptions } from "../metrics/metric";
import type { PolicyStatement } from "../policy-statement";
import type * as asyncInvokeModule from "./async-invoke";
import type { EventInvokeConfigOptions } from "./async-invoke-options";
import type { DockerImageFunction } from "./docker-image-function";
import type { IEventSource } from "./event-source";
import type { ExistingRole } from "./execution-role";
import type * as functionMetricsModule from "./function-metrics";
import type * as functionUrlModule from "./function-url";
import type { FunctionUrl } from "./function-url";
import type { FunctionUrlOptions } from "./function-url-options";
import type * as permissionModule from "./permission";
import type { Permission } from "./permission";
import { refuseTwice } from "./refuse-twice";

/**
 * What can be invoked: a function, or an alias of it. Each feature is in a file of its own, which is loaded when it is
 * used.
 */
export abstract class FunctionBase extends Construct implements IGrantable {
  /** The name in Lambda, without an alias. A reference to the resource. */
  abstract readonly functionName: string;
  /** The ARN of what is invoked: of the function, or of the alias. Known after the apply. */
  abstract readonly functionArn: string;
  /** The ARN for integrations of API Gateway. */
  abstract readonly invokeArn: string;
  /** The alias. @default - undefined for the function itself */
  abstract readonly qualifier: string | undefined;
  /** The role that the function runs as. */
  abstract readonly role: ExistingRole;
  /** What has to exist before the role may do everything: for resources whose creation Lambda refuses without a permission. */
  abstract readonly permissions: readonly ITerraformDependable[];

  /** The ARN, as plain text if the name is known at synth. @internal */
  abstract readonly _arnInPolicies: string;
  /** The function itself; for an alias, the function that it belongs to. @internal */
  abstract readonly _function: DockerImageFunction;

  /** Adds permissions to the function's role. */
  abstract addToRolePolicy(statement: PolicyStatement): void;

  /** Adds what invokes the function, for example a queue. */
  addEventSource(source: IEventSource): void {
    source.bind(this);
  }

  /**
   * Allows somebody to invoke it.
   * @param id a name for the permission, which is part of its address
   * @throws Error when a service is allowed for everybody's resources
   */
  addPermission(id: string, permission: Permission): LambdaPermission {
    const { addPermission } = require("./permission") as typeof permissionModule;
    return addPermission(this, id, permission);
  }

  /** Allows another function, or a role, to invoke it. */
  grantInvoke(grantee: Grantee): void {
    grant(grantee, { actions: ["lambda:InvokeFunction"], resources: [this._arnInPolicies] });
  }

  /**
   * Adds an HTTPS address. A function has at most one, and so has each alias.
   * @throws Error when Lambda would refuse a setting
   */
  addFunctionUrl(options: FunctionUrlOptions = {}): FunctionUrl {
    refuseTwice(
      this,
      "FunctionUrl",
      "There is a function URL already. Use the one that addFunctionUrl returned.",
    );
    const { FunctionUrl } = require("./function-url") as typeof functionUrlModule;
    return new FunctionUrl(this, "FunctionUrl", options);
  }

  /** Allows another function, or a role, to call the function URL, if its type is `AWS_IAM`, and not to invoke it otherwise. */
  grantInvokeUrl(grantee: Grantee): void {
    const resources = [this._arnInPolicies];
    grant(grantee, {
      actions: ["lambda:InvokeFunctionUrl"],
      resources,
      conditions: { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } },
    });
    grant(grantee, {
      actions: ["lambda:InvokeFunction"],
      resources,
      conditions: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } },
    });
  }

  /**
   * Sets what happens with asynchronous invocations. A function has these settings once, and so has each alias.
   * @throws Error when Lambda would refuse a number
   */
  configureAsyncInvoke(options: EventInvokeConfigOptions): LambdaFunctionEventInvokeConfig {
    refuseTwice(
      this,
      "EventInvokeConfig",
      "There are settings of asynchronous invocations already. Set onSuccess, onFailure, maxEventAge and retryAttempts in one place.",
    );
    const { eventInvokeConfig } = require("./async-invoke") as typeof asyncInvokeModule;
    return eventInvokeConfig(this, options);
  }

  /**
   * A metric of Lambda for this function (all its versions and aliases), or for this alias.
   * @param metricName for example `ProvisionedConcurrencyUtilization`
   */
  metric(metricName: string, options: MetricOptions = {}): Metric {
    const { functionMetric } = require("./function-metrics") as typeof functionMetricsModule;
    return functionMetric(this, metricName, options);
  }

  /** How often it was invoked. Sum over 5 minutes. */
  metricInvocations(options: MetricOptions = {}): Metric {
    return this.metric("Invocations", { statistic: "Sum", ...options });
  }

  /** How many invocations failed. Sum over 5 minutes. */
  metricErrors(options: MetricOptions = {}): Metric {
    return this.metric("Errors", { statistic: "Sum", ...options });
  }

  /** How long invocations took, in milliseconds. Average over 5 minutes. */
  metricDuration(options: MetricOptions = {}): Metric {
    return this.metric("Duration", { statistic: "Average", ...options });
  }

  /** How many invocations were refused, because too many were running. Sum over 5 minutes. */
  metricThrottles(options: MetricOptions = {}): Metric {
    return this.metric("Throttles", { statistic: "Sum", ...options });
  }

  /** How many invocations ran at the same time. Maximum over 5 minutes. */
  metricConcurrentExecutions(options: MetricOptions = {}): Metric {
    return this.metric("ConcurrentExecutions", { statistic: "Maximum", ...options });
  }

  /** How old the newest record of a batch from a stream was, in milliseconds. Maximum over 5 minutes. */
  metricIteratorAge(options: MetricOptions = {}): Metric {
    return this.metric("IteratorAge", { statistic: "Maximum", ...options });
  }

  /** How many events Lambda could not send to the dead letter queue or topic. Sum over 5 minutes. */
  metricDeadLetterErrors(options: MetricOptions = {}): Metric {
    return this.metric("DeadLetterErrors", { statistic: "Sum", ...options });
  }
}
