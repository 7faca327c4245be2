import type { AlbListener } from "@cdktf/provider-aws/lib/alb-listener";
import type { DataAwsAlbListener } from "@cdktf/provider-aws/lib/data-aws-alb-listener";
import type { DataAwsLbListener } from "@cdktf/provider-aws/lib/data-aws-lb-listener";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { AwsEnvironment, idPath } from "../aws-environment";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { limitedName } from "../limited-name";
import { rangeProblem } from "../range-problem";
import { sha256 } from "../sha256";
import { refuse } from "./event-source-mapping";
import { type ListenerCondition, valuesOf } from "./listener-condition";

/** Settings of an AlbEventSource. */
export interface AlbEventSourceProps {
  /** Which requests go to the function: those that meet all conditions. */
  readonly conditions: readonly [ListenerCondition, ...ListenerCondition[]];
  /** The rule's place among the listener's rules, 1 to 50,000. The lowest number is tried first. */
  readonly priority: number;
  /** Whether the event has all values of a header or a parameter that occurs more than once. @default false */
  readonly multiValueHeadersEnabled?: boolean;
  /** The path of a health check, which invokes the function each 35 seconds. @default - no health check */
  readonly healthCheckPath?: string;
}

/**
 * Elastic Load Balancing API Reference, CreateRule: Priority; User Guide for Application Load Balancers, "Quotas": five values of
 * conditions per rule (read 2026-11-28).
 */
const LIMITS = { priority: { min: 1, max: 50_000 }, conditionValues: 5 } as const;

/** Elastic Load Balancing API Reference, CreateTargetGroup: Name (read 2026-11-28). */
const TARGET_GROUP_NAME = { max: 32, notAllowed: /[^a-zA-Z0-9-]/g } as const;

/** Requests to an Application Load Balancer that invoke the function. */
export class AlbEventSource implements IEventSource {
  private created: { readonly rule: LbListenerRule; readonly targetGroup: LbTargetGroup } | undefined;

  /** @throws Error when the load balancer would refuse the settings */
  constructor(
    /** The listener. */
    readonly listener: LbListener | AlbListener | DataAwsLbListener | DataAwsAlbListener,
    private readonly props: AlbEventSourceProps,
  ) {
    const values = props.conditions.map(valuesOf).reduce((sum, number) => sum + number, 0);
    refuse(listener.node.path, [
      ...rangeProblem("priority", props.priority, LIMITS.priority, ""),
      ...(values > LIMITS.conditionValues
        ? [
            `the conditions have ${values} values, but a rule may have ${LIMITS.conditionValues}; use several sources`,
          ]
        : []),
    ]);
  }

  /** The listener's rule. Undefined before the source was added to a function. */
  get rule(): LbListenerRule | undefined {
    return this.created?.rule;
  }

  /** The target group. Undefined before the source was added to a function. */
  get targetGroup(): LbTargetGroup | undefined {
    return this.created?.targetGroup;
  }

  bind(fn: FunctionBase): void {
    const { conditions, priority, multiValueHeadersEnabled, healthCheckPath } = this.props;
    const id = `AlbEventSource-${idPath(this.listener)}-${priority}`;
    const targetGroup = new LbTargetGroup(fn, `${id}-TargetGroup`, {
      name: targetGroupName(`${AwsEnvironment.of(fn).nameOf(fn)}-${idPath(this.listener)}-${priority}`),
      targetType: "lambda",
      ...(multiValueHeadersEnabled !== undefined && {
        lambdaMultiValueHeadersEnabled: multiValueHeadersEnabled,
      }),
      ...(healthCheckPath !== undefined && { healthCheck: { enabled: true, path: healthCheckPath } }),
    });
    const permission = fn.addPermission(`${id}-Permission`, {
      principal: "elasticloadbalancing.amazonaws.com",
      sourceArn: targetGroup.arn,
    });
    new LbTargetGroupAttachment(fn, `${id}-Target`, {
      targetGroupArn: targetGroup.arn,
      targetId: fn.functionArn,
      // A load balancer tries the permission when the function becomes its target.
      dependsOn: [permission],
    });
    const rule = new LbListenerRule(fn, id, {
      listenerArn: this.listener.arn,
      priority,
      condition: [...conditions],
      action: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    });
    this.created = { rule, targetGroup };
  }
}

/** The name itself if ELB allows it. Otherwise without the characters that it refuses, and with a hash, so that it is unique. */
function targetGroupName(name: string): string {
  const { max, notAllowed } = TARGET_GROUP_NAME;
  const allowed = name.replace(notAllowed, "-");
  return limitedName(allowed === name ? name : `${allowed}-${sha256(name).slice(0, 8)}`, max);
}
