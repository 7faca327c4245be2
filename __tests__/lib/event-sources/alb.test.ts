import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { TerraformStack } from "cdktf";
import { AlbEventSource, type AlbEventSourceProps, type FunctionBase, ListenerCondition } from "../../../lib";
import { only } from "../../synth";
import { permissionsOf, withAlias, withFunction } from "./functions";

const add =
  (props: Partial<AlbEventSourceProps> = {}) =>
  (fn: FunctionBase, stack: TerraformStack) => {
    const listener = new LbListener(stack, "Http", {
      loadBalancerArn: "arn",
      defaultAction: [{ type: "fixed-response" }],
    });
    fn.addEventSource(
      new AlbEventSource(listener, {
        priority: 10,
        conditions: [ListenerCondition.pathPatterns(["/orders/*"])],
        ...props,
      }),
    );
  };

test("this target group alone may invoke the function, whose role gets nothing", () => {
  const json = withFunction(add());
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "elasticloadbalancing.amazonaws.com",
    source_arn: expect.stringMatching(/^\$\{aws_lb_target_group\..*\.arn\}$/),
  });
  expect(permissionsOf(json)).toEqual([]);
});

test("an alias is the target, after its permission, and the rule forwards to it", () => {
  const json = withAlias(add({ multiValueHeadersEnabled: true, healthCheckPath: "/health" }));
  expect(only(json, "aws_lb_target_group")).toMatchObject({
    name: "shop-dev-jobs-Aliaslive-Http-10",
    target_type: "lambda",
    lambda_multi_value_headers_enabled: true,
    health_check: { enabled: true, path: "/health" },
  });
  expect(only(json, "aws_lb_target_group_attachment")).toMatchObject({
    target_id: expect.stringMatching(/^\$\{aws_lambda_alias\./),
    depends_on: [expect.stringMatching(/^aws_lambda_permission\./)],
  });
  expect(only(json, "aws_lb_listener_rule")).toMatchObject({
    priority: 10,
    condition: [{ path_pattern: { values: ["/orders/*"] } }],
    action: [{ type: "forward", target_group_arn: expect.stringMatching(/^\$\{aws_lb_target_group\./) }],
  });
});

test("a wrong priority, and more values than a rule may have, are refused", () => {
  expect(() => withFunction(add({ priority: 0 }))).toThrow("priority must be a whole number from 1 to 50000");
  const conditions = [
    ListenerCondition.pathPatterns(["/1", "/2", "/3", "/4"]),
    ListenerCondition.queryStrings([{ value: "5" }, { value: "6" }]),
  ] as const;
  expect(() => withFunction(add({ conditions }))).toThrow(
    "[shop/Http] AWS would refuse this event source:\n  - the conditions have 6 values",
  );
});

test("each target group has a name of its own, in the form that ELB allows", () => {
  const json = withFunction((fn, stack) => {
    for (const id of ["Http", "Https", "a_b"]) {
      const listener = new LbListener(stack, id, {
        loadBalancerArn: "arn",
        defaultAction: [{ type: "fixed-response" }],
      });
      const conditions = [ListenerCondition.pathPatterns(["/orders/*"])] as const;
      fn.addEventSource(new AlbEventSource(listener, { priority: 10, conditions }));
    }
  });
  const groups: { name: string }[] = Object.values(json.resource.aws_lb_target_group);
  expect(groups.map(({ name }) => name).sort()).toEqual([
    "shop-dev-jobs-Http-10",
    "shop-dev-jobs-Https-10",
    expect.stringMatching(/^shop-dev-jobs-a-b-10-[0-9a-f]{8}$/),
  ]);
});
