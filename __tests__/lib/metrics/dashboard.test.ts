import { Dashboard, FunctionsDashboard, GraphWidget, Metric } from "../../../lib";
import { functionOf } from "../../statements";
import { only, synth } from "../../synth";

const errors = new Metric({
  namespace: "Shop",
  metricName: "Errors",
  statistic: "Sum",
  label: "${not Terraform's}",
});

/** The widgets of the only dashboard. */
function widgetsOf(build: Parameters<typeof synth>[0]) {
  const dashboard = only(synth(build).json, "aws_cloudwatch_dashboard");
  return { name: dashboard.dashboard_name, ...JSON.parse(dashboard.dashboard_body) };
}

test("graphs stand in rows, and a row that is full goes on in the next one", () => {
  const { name, start, widgets } = widgetsOf((stack) => {
    const dashboard = new Dashboard(stack, "Overview", { start: "-PT8H" });
    dashboard.addWidgets(...[8, 8, 8, 8].map((width) => new GraphWidget({ width, left: [errors] })));
    dashboard.addWidgets(new GraphWidget({ title: "Errors", right: [errors] }));
  });
  expect({ name, start }).toEqual({ name: "shop-dev-Overview", start: "-PT8H" });
  expect(widgets.map(({ x, y }: { x: number; y: number }) => [x, y])).toEqual([
    [0, 0],
    [8, 0],
    [16, 0],
    [0, 6],
    [0, 12],
  ]);
  expect(widgets[4].properties).toEqual({
    view: "timeSeries",
    stacked: false,
    region: "eu-central-1",
    title: "Errors",
    metrics: [["Shop", "Errors", { stat: "Sum", period: 300, label: "$${not Terraform's}", yAxis: "right" }]],
  });
});

test("a dashboard of functions has a row for each, and names them by reference", () => {
  const { widgets } = widgetsOf((stack) => {
    const functions = ["hello", "bye"].map((id) => functionOf(stack, id));
    new FunctionsDashboard(stack, "Functions", { functions });
  });
  expect(widgets.map(({ properties }: { properties: { title: string } }) => properties.title)).toEqual([
    "hello: invocations and errors",
    "hello: duration (ms)",
    "hello: throttles",
    "hello: concurrent executions",
    "bye: invocations and errors",
    "bye: duration (ms)",
    "bye: throttles",
    "bye: concurrent executions",
  ]);
  const [namespace, metricName, dimension, value] = widgets[0].properties.metrics[1];
  expect([namespace, metricName, dimension]).toEqual(["AWS/Lambda", "Errors", "FunctionName"]);
  expect(value).toMatch(/^\$\{aws_lambda_function\.hello_\w+\.function_name\}$/);
});

test("CloudWatch would refuse the name", () => {
  expect(() => synth((stack) => new Dashboard(stack, "Overview", { dashboardName: "my shop" }))).toThrow(
    '[shop/Overview] dashboardName must be 1 to 255 letters, digits, "-" and "_"; got "my shop".',
  );
});
