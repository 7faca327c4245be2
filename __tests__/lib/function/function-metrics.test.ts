import type { DockerImageFunction, Metric } from "../../../lib";
import { functionOf } from "../../statements";
import { synth } from "../../synth";

test.each<[string, (fn: DockerImageFunction) => Metric, string]>([
  ["Invocations", (fn) => fn.metricInvocations(), "Sum"],
  ["Errors", (fn) => fn.metricErrors(), "Sum"],
  ["Duration", (fn) => fn.metricDuration(), "Average"],
  ["Throttles", (fn) => fn.metricThrottles(), "Sum"],
  ["ConcurrentExecutions", (fn) => fn.metricConcurrentExecutions(), "Maximum"],
  ["IteratorAge", (fn) => fn.metricIteratorAge(), "Maximum"],
  ["DeadLetterErrors", (fn) => fn.metricDeadLetterErrors(), "Sum"],
  ["ClaimedAccountConcurrency", (fn) => fn.metric("ClaimedAccountConcurrency"), "Average"],
])("the metric %s of a function", (metricName, make, statistic) => {
  synth((stack) => {
    const fn = functionOf(stack, "hello");
    const metric = make(fn);
    expect(metric).toMatchObject({ namespace: "AWS/Lambda", metricName, statistic });
    expect(metric.period.toSeconds()).toBe(300);
    expect(Object.keys(metric.dimensionsMap)).toEqual(["FunctionName"]);
    expect(make(fn).with({ statistic: "p90" }).statistic).toBe("p90");
  });
});

test("the metric of an alias names the alias", () => {
  synth((stack) => {
    const fn = functionOf(stack, "hello");
    const alias = fn.addAlias("live");
    expect(alias.metricErrors().dimensionsMap).toEqual({
      FunctionName: fn.functionName,
      Resource: `${fn.functionName}:${alias.qualifier}`,
    });
  });
});
