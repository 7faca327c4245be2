import type { CodedeployDeploymentConfigTrafficRoutingConfig } from "@cdktf/provider-aws/lib/codedeploy-deployment-config";
import type { Duration } from "../duration";

/** How much is shifted, and how long it takes until more is. */
export interface TimeBasedTrafficRoutingProps {
  /** The time between two shifts, in whole minutes. */
  readonly interval: Duration;
  /** The part of the invocations that is shifted, in percent, 1 to 99. */
  readonly percentage: number;
}

/** How invocations are shifted from one version to the next. */
export class TrafficRouting {
  /** All at once. */
  static allAtOnce(): TrafficRouting {
    return new TrafficRouting({ type: "AllAtOnce" });
  }

  /** A part first, and the rest after the interval. @throws Error when CodeDeploy would refuse a number */
  static timeBasedCanary(props: TimeBasedTrafficRoutingProps): TrafficRouting {
    return new TrafficRouting({ type: "TimeBasedCanary", timeBasedCanary: shiftOf(props) });
  }

  /** The same part again after each interval. @throws Error when CodeDeploy would refuse a number */
  static timeBasedLinear(props: TimeBasedTrafficRoutingProps): TrafficRouting {
    return new TrafficRouting({ type: "TimeBasedLinear", timeBasedLinear: shiftOf(props) });
  }

  private constructor(
    /** @internal */
    readonly _config: CodedeployDeploymentConfigTrafficRoutingConfig,
  ) {}
}

/** AWS CodeDeploy User Guide, "Create a deployment configuration with CodeDeploy" (read 2026-11-28). */
function shiftOf({ interval, percentage }: TimeBasedTrafficRoutingProps) {
  if (!Number.isInteger(percentage) || percentage < 1 || percentage > 99) {
    throw new Error(`percentage must be a whole number from 1 to 99; got ${percentage}.`);
  }
  const minutes = interval.toMinutes();
  if (minutes < 1) {
    throw new Error(`interval must be at least one minute; got ${interval}.`);
  }
  return { interval: minutes, percentage };
}
