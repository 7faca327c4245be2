import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import type { Duration } from "../duration";
import { rangeProblem } from "../range-problem";
import type { Schedule } from "../schedule";
import { throwProblemsInLine } from "../throw-problems";
import type { Alias } from "./alias";
import { refuseWithTenants } from "./tenants";

/** How many execution environments of an alias are kept ready, at least and at most. */
export interface AutoScalingOptions {
  /** At least. @default 1 */
  readonly minCapacity?: number;
  /** At most. */
  readonly maxCapacity: number;
}

/** Settings of `scaleOnUtilization`. */
export interface UtilizationScalingOptions {
  /** The part of the environments that should be in use, from 0.1 to 0.9. */
  readonly utilizationTarget: number;
  /** The name of the policy. @default - the alias's name and `utilization` */
  readonly policyName?: string;
  /** Whether it only adds environments, and never takes them away. @default false */
  readonly disableScaleIn?: boolean;
  /** How long nothing more is taken away after some were. @default - AWS's own */
  readonly scaleInCooldown?: Duration;
  /** How long nothing more is added after some were. @default - AWS's own */
  readonly scaleOutCooldown?: Duration;
}

/** Settings of `scaleOnSchedule`: when the limits change, and to what. At least one of both is needed. */
export interface ScalingSchedule {
  /** When it happens. */
  readonly schedule: Schedule;
  /** The new minimum. @default - unchanged */
  readonly minCapacity?: number;
  /** The new maximum. @default - unchanged */
  readonly maxCapacity?: number;
  /** When the schedule begins. @default - at once */
  readonly startTime?: Date;
  /** When it ends. @default - never */
  readonly endTime?: Date;
  /** The time zone of the schedule, for example `Europe/Berlin`. @default "Etc/UTC" */
  readonly timeZone?: string;
}

/** What Application Auto Scaling calls the provisioned concurrency of an alias. */
const DIMENSION = "lambda:function:ProvisionedConcurrency";
const NAMESPACE = "lambda";

/**
 * Changes the number of execution environments of an alias that are kept ready. It uses AWS's service-linked role, which
 * Application Auto Scaling makes when it is needed.
 */
export class ScalableFunctionAttribute extends Construct {
  /** The resource itself. @default - undefined on the local AWS, which has no auto scaling */
  readonly resource: AppautoscalingTarget | undefined;

  constructor(
    private readonly alias: Alias,
    id: string,
    { minCapacity = 1, maxCapacity }: AutoScalingOptions,
  ) {
    super(alias, id);
    refuseWithTenants(alias, "provisioned concurrency");
    this.check(capacityProblems(minCapacity, maxCapacity));
    const { provisionedConcurrency } = alias;
    if (AwsEnvironment.of(this).isLocal) return;
    if (provisionedConcurrency) {
      provisionedConcurrency.lifecycle = { ignoreChanges: ["provisioned_concurrent_executions"] };
    }
    this.resource = new AppautoscalingTarget(this, "Target", {
      serviceNamespace: NAMESPACE,
      scalableDimension: DIMENSION,
      resourceId: `function:${alias.functionName}:${alias.qualifier}`,
      minCapacity,
      maxCapacity,
      ...(provisionedConcurrency && { dependsOn: [provisionedConcurrency] }),
    });
  }

  /** Keeps a part of the environments in use: adds some when more are in use, and takes some away when fewer are. */
  scaleOnUtilization(options: UtilizationScalingOptions): void {
    const { utilizationTarget: target } = options;
    // AWS Lambda Developer Guide, "Managing provisioned concurrency with Application Auto Scaling" (read 2026-11-28).
    this.check(
      Token.isUnresolved(target) || (target >= 0.1 && target <= 0.9)
        ? []
        : [`utilizationTarget must be from 0.1 to 0.9; got ${target}`],
    );
    if (!this.resource) return;
    new AppautoscalingPolicy(this, "Tracking", {
      ...idOf(this.resource),
      name: options.policyName ?? `${this.alias.aliasName}-utilization`,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: target,
        predefinedMetricSpecification: {
          predefinedMetricType: "LambdaProvisionedConcurrencyUtilization",
        },
        ...(options.disableScaleIn !== undefined && { disableScaleIn: options.disableScaleIn }),
        ...(options.scaleInCooldown && { scaleInCooldown: options.scaleInCooldown.toSeconds() }),
        ...(options.scaleOutCooldown && { scaleOutCooldown: options.scaleOutCooldown.toSeconds() }),
      },
    });
  }

  /**
   * Changes the minimum and the maximum at a time, for example in the morning and in the evening.
   * @param id a name for it, which is part of its address
   */
  scaleOnSchedule(id: string, action: ScalingSchedule): void {
    const { minCapacity, maxCapacity, startTime, endTime } = action;
    this.check(
      minCapacity === undefined && maxCapacity === undefined
        ? [`the schedule ${JSON.stringify(id)} changes nothing: set minCapacity, maxCapacity or both`]
        : capacityProblems(minCapacity, maxCapacity),
    );
    if (!this.resource) return;
    new AppautoscalingScheduledAction(this, id, {
      ...idOf(this.resource),
      name: `${this.alias.aliasName}-${id}`,
      schedule: action.schedule.expressionString,
      scalableTargetAction: {
        ...(minCapacity !== undefined && { minCapacity: String(minCapacity) }),
        ...(maxCapacity !== undefined && { maxCapacity: String(maxCapacity) }),
      },
      ...(startTime && { startTime: startTime.toISOString() }),
      ...(endTime && { endTime: endTime.toISOString() }),
      ...(action.timeZone !== undefined && { timezone: action.timeZone }),
    });
  }

  private check(problems: readonly string[]): void {
    throwProblemsInLine(this.alias.node.path, "AWS would refuse this auto scaling", problems);
  }
}

/** The target of a policy or a schedule: references, so that it is created first. */
function idOf({ serviceNamespace, scalableDimension, resourceId }: AppautoscalingTarget) {
  return { serviceNamespace, scalableDimension, resourceId };
}

function capacityProblems(min: number | undefined, max: number | undefined): string[] {
  const known = (value: number | undefined): value is number =>
    value !== undefined && !Token.isUnresolved(value);
  const wrong = Object.entries({ minCapacity: min, maxCapacity: max }).flatMap(([name, value]) =>
    rangeProblem(name, value, { min: 0, max: Infinity }, ""),
  );
  return known(min) && known(max) && min > max
    ? [...wrong, `minCapacity is ${min}, and so more than maxCapacity, ${max}`]
    : wrong;
}
