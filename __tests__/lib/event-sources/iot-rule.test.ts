import { IoTRuleEventSource } from "../../../lib";
import { only } from "../../synth";
import { LIVE, permissionsOf, withAlias, withFunction } from "./functions";

const SQL = "SELECT *, topic(2) AS sensor FROM 'sensors/+/readings' WHERE ${x} > 1";

test("this rule alone may invoke the function, whose role gets nothing", () => {
  const json = withAlias((fn) => fn.addEventSource(new IoTRuleEventSource("Readings", { sql: SQL })));
  expect(only(json, "aws_iot_topic_rule")).toMatchObject({
    name: "shop_dev_jobs_Aliaslive_Readings",
    enabled: true,
    sql: SQL.replace("${", () => "$${"),
    sql_version: "2016-03-23",
    lambda: [{ function_arn: expect.stringMatching(/^\$\{aws_lambda_alias\./) }],
  });
  expect(only(json, "aws_lambda_permission")).toMatchObject({
    principal: "iot.amazonaws.com",
    qualifier: LIVE,
    source_arn: "arn:aws:iot:eu-central-1:123456789012:rule/shop_dev_jobs_Aliaslive_Readings",
  });
  expect(permissionsOf(json)).toEqual([]);
});

test("a name that AWS IoT refuses, and what is no SQL, are refused", () => {
  expect(() => new IoTRuleEventSource("A", { sql: SQL, ruleName: "a-b" })).toThrow(
    'ruleName has 1 to 128 letters, digits and "_"',
  );
  expect(() => withFunction(() => new IoTRuleEventSource("A", { sql: "sensors/+" }))).toThrow(
    "sql starts with SELECT",
  );
});
