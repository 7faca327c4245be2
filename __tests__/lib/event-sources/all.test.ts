import { Duration } from "../../../lib";
import { synth } from "../../synth";
import { addAll, Neighbours } from "./all-sources";
import { newFunction } from "./functions";

/** All event sources on a function, and on an alias of another one. */
function synthesize() {
  return synth((stack) => {
    const neighbours = new Neighbours(stack, "n");
    addAll(newFunction(stack, "jobs"), neighbours, "jobs", 1);
    const other = newFunction(stack, "other", { timeout: Duration.seconds(5) });
    addAll(other.addAlias("live"), neighbours, "other", 2);
  });
}

const { json } = synthesize();

test("all event sources are in one stack, on a function and on an alias", () => {
  const count = (type: string) => Object.keys(json.resource[type]).length;
  expect(count("aws_lambda_event_source_mapping")).toBe(12);
  expect(count("aws_s3_bucket_notification")).toBe(1);
  expect(count("aws_scheduler_schedule")).toBe(6);
  expect(count("aws_api_gateway_deployment")).toBe(3);
});

test("every permission of a service names the resource that invokes, and the alias where there is one", () => {
  const permissions: [string, Record<string, string>][] = Object.entries(json.resource.aws_lambda_permission);
  for (const [id, permission] of permissions) {
    expect(permission.source_arn).toBeDefined();
    expect(permission.action).toBe("lambda:InvokeFunction");
    expect(permission.qualifier).toEqual(
      id.startsWith("other_") ? expect.stringMatching(/^\$\{aws_lambda_alias\.other_/) : undefined,
    );
  }
});

test("every mapping waits for the role's permissions, and invokes the alias where there is one", () => {
  const mappings: [string, Record<string, string>][] = Object.entries(
    json.resource.aws_lambda_event_source_mapping,
  );
  for (const [id, mapping] of mappings) {
    const alias = id.startsWith("other_");
    expect(mapping.depends_on).toEqual([
      expect.stringMatching(alias ? /^aws_iam_role_policy\.other_Role_/ : /^aws_iam_role_policy\.jobs_Role_/),
    ]);
    expect(mapping.function_name).toMatch(
      alias ? /^\$\{aws_lambda_alias\..*\.arn\}$/ : /^\$\{aws_lambda_function\..*\.arn\}$/,
    );
  }
});

test("the same stack has the same text each time", () => {
  expect(synthesize().json).toEqual(json);
});
