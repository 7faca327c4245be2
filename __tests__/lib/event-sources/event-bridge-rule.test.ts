import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus";
import { TerraformVariable } from "cdktf";
import { Duration, EventBridgeRuleEventSource, type EventBridgeRuleEventSourceProps } from "../../../lib";
import { only } from "../../synth";
import { permissionsOf, withAlias, withFunction } from "./functions";

const PATTERN = { source: ["shop"], detailType: ["Order placed"] };
const withRule = (props: Partial<EventBridgeRuleEventSourceProps> = {}, on = withFunction) =>
  on((fn) =>
    fn.addEventSource(new EventBridgeRuleEventSource("Placed", { eventPattern: PATTERN, ...props })),
  );

test("this rule alone may invoke the function, whose role gets nothing", () => {
  const json = withRule();
  expect(only(json, "aws_cloudwatch_event_rule")).toMatchObject({
    name: "shop-dev-jobs-Placed",
    event_pattern: '{"source":["shop"],"detail-type":["Order placed"]}',
  });
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "events.amazonaws.com",
    source_arn: "arn:aws:events:eu-central-1:123456789012:rule/shop-dev-jobs-Placed",
  });
  expect(permissionsOf(json)).toEqual([]);
});

test("an alias is invoked by its own ARN", () => {
  expect(only(withRule({}, withAlias), "aws_cloudwatch_event_target").arn).toMatch(/^\$\{aws_lambda_alias\./);
});

test("a bus, a constant event and the limits of a delivery are written under Terraform's names", () => {
  const json = withFunction((fn, stack) =>
    fn.addEventSource(
      new EventBridgeRuleEventSource("Placed", {
        eventPattern: PATTERN,
        eventBus: new CloudwatchEventBus(stack, "Bus", { name: "shop" }),
        event: { kind: "placed" },
        maxEventAge: Duration.hours(1),
        retryAttempts: 0,
        enabled: false,
      }),
    ),
  );
  expect(only(json, "aws_cloudwatch_event_rule")).toMatchObject({
    event_bus_name: "${aws_cloudwatch_event_bus.Bus.name}",
    state: "DISABLED",
  });
  expect(only(json, "aws_cloudwatch_event_target")).toMatchObject({
    event_bus_name: "${aws_cloudwatch_event_bus.Bus.name}",
    input: '{"kind":"placed"}',
    retry_policy: { maximum_event_age_in_seconds: 3_600, maximum_retry_attempts: 0 },
  });
  expect(only(json, "aws_lambda_permission").source_arn).toMatch(
    /^\$\{aws_cloudwatch_event_rule\..*\.arn\}$/,
  );
});

test("a constant event may have lists, maps and numbers that only Terraform knows", () => {
  const json = withFunction((fn, stack) => {
    const list = new TerraformVariable(stack, "list", { type: "list(string)" }).listValue;
    const number = new TerraformVariable(stack, "number", { type: "number" }).numberValue;
    for (const [id, event] of Object.entries({ List: { list }, Number: { number } }))
      fn.addEventSource(new EventBridgeRuleEventSource(id, { eventPattern: PATTERN, event }));
  });
  const targets = Object.values<{ input: string }>(json.resource.aws_cloudwatch_event_target);
  expect(targets.map(({ input }) => input)).toEqual([
    '${jsonencode({"list" = var.list})}',
    '{"number":${var.number}}',
  ]);
});

test("a long name is shortened, and stays unique", () => {
  const json = withFunction((fn) =>
    fn.addEventSource(new EventBridgeRuleEventSource("A".repeat(80), { eventPattern: PATTERN })),
  );
  expect(only(json, "aws_cloudwatch_event_rule").name).toMatch(/^shop-dev-jobs-A{41}-[0-9a-f]{8}$/);
});

test.each<[props: Partial<EventBridgeRuleEventSourceProps>, message: string]>([
  [{ eventPattern: {} }, "eventPattern is empty"],
  [{ retryAttempts: 186 }, "retryAttempts must be a whole number from 0 to 185"],
  [{ maxEventAge: Duration.days(2) }, "maxEventAge must be a whole number from 60 to 86400"],
])("%j is refused", (props, message) => {
  expect(() => withRule(props)).toThrow(message);
});

test.each([
  ["Each night", {}],
  ["Night", { ruleName: "a".repeat(65) }],
])("the name that %s gets with %j is refused", (id, props) => {
  const add = () =>
    withFunction((fn) =>
      fn.addEventSource(new EventBridgeRuleEventSource(id, { eventPattern: PATTERN, ...props })),
    );
  expect(add).toThrow(
    `[shop/jobs, rule ${id}] AWS would refuse this event source:\n  - the name must be 1 to 64 letters`,
  );
});
