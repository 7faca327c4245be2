import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { AwsEnvironment } from "../aws-environment";
import type { GraphWidget } from "./graph-widget";

/** Settings of a Dashboard. */
export interface DashboardProps {
  /** The name in CloudWatch. @default - the environment's name prefix and the ids on the path to the dashboard */
  readonly dashboardName?: string;
  /** The graphs, in rows. @default - none: `addWidgets` adds a row */
  readonly widgets?: readonly (readonly GraphWidget[])[];
  /** The time that is shown, for example `-PT8H` for eight hours. @default - CloudWatch's, three hours */
  readonly start?: string;
}

/** Amazon CloudWatch API Reference, PutDashboard: DashboardName (read 2026-11-28). */
const NAME = /^[A-Za-z0-9-_]{1,255}$/;
/** The width of a dashboard: API Reference, "Dashboard body structure and syntax" (read 2026-11-28). */
const COLUMNS = 24;

/** A dashboard of CloudWatch. */
export class Dashboard extends Construct {
  /** The resource itself, for arguments that this construct doesn't have. */
  readonly resource: CloudwatchDashboard;
  private readonly rows: (readonly GraphWidget[])[];
  private readonly start: string | undefined;

  /** @throws Error when CloudWatch would refuse the name */
  constructor(scope: Construct, id: string, props: DashboardProps = {}) {
    super(scope, id);
    const dashboardName = props.dashboardName ?? AwsEnvironment.of(this).nameOf(this);
    if (!NAME.test(dashboardName)) {
      throw new Error(
        `[${this.node.path}] dashboardName must be 1 to 255 letters, digits, "-" and "_"; got ${JSON.stringify(dashboardName)}.`,
      );
    }
    this.rows = [...(props.widgets ?? [])];
    this.start = props.start;
    this.resource = new CloudwatchDashboard(this, "Resource", { dashboardName, dashboardBody: this.body() });
  }

  /** Adds a row of graphs. What doesn't fit into it goes into the next one. */
  addWidgets(...row: readonly GraphWidget[]): void {
    this.rows.push(row);
    this.resource.dashboardBody = this.body();
  }

  private body(): string {
    const { region } = AwsEnvironment.of(this);
    const widgets: object[] = [];
    let y = 0;
    for (const row of this.rows) {
      let x = 0;
      let height = 0;
      for (const widget of row) {
        if (x > 0 && x + widget.width > COLUMNS) {
          y += height;
          x = 0;
          height = 0;
        }
        widgets.push(widget._toJson(x, y, region));
        x += widget.width;
        height = Math.max(height, widget.height);
      }
      y += height;
    }
    return JSON.stringify({ ...(this.start !== undefined && { start: this.start }), widgets });
  }
}
