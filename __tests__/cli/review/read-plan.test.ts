import { PlanError, readPlan } from "../../../cli/review/read-plan";
import { planJson, planText, review } from "./review";

function refusal(text: string): string {
  try {
    readPlan(text, ".plans/app.json", "app");
  } catch (error) {
    expect(error).toBeInstanceOf(PlanError);
    return (error as Error).message;
  }
  throw new Error("It was read.");
}

describe("a file that is not a plan is refused with its kind:", () => {
  test.each([
    ["nothing", "", /^\.plans\/app\.json is empty/],
    ["a saved plan", "PK\u0003\u0004", /as Terraform saves it[\s\S]*terraform show -json \.plans\/app\.json/],
    ["a plan that is cut off", planText("first-deploy").slice(0, 500), /not JSON, or cut off/],
    [
      "the log of terraform plan -json",
      '{"@level":"info"}\n{"@level":"info"}\n',
      /the log of terraform plan -json/,
    ],
    ["a state file", '{"version":4,"serial":1,"lineage":"x","resources":[]}', /it is a state file/],
    ["a state as JSON", '{"format_version":"1.0","values":{"root_module":{}}}', /it is a state as JSON/],
    ["an empty state as JSON", '{"format_version":"1.0"}', /it is a state as JSON/],
    ["other JSON", '{"name":"app"}', /JSON without a format_version/],
    ["a list", "[]", /not an object/],
    ["a format of the future", '{"format_version":"2.0","resource_changes":[]}', /format_version "2\.0"/],
    [
      "a plan that was edited",
      '{"format_version":"1.2","resource_changes":[{"address":7}]}',
      /resource_changes\.0\.address should be string/,
    ],
  ])("%s", (_, text, expected) => {
    expect(refusal(text)).toMatch(expected);
  });
});

test("the message contains no value of a file that can't be read", () => {
  expect(refusal('{"variables":{"password":{"value":"hunter2"}')).not.toContain("hunter2");
  expect(refusal("hunter2")).not.toContain("hunter2");
  expect(refusal('{"format_version":"1.2","resource_changes":["hunter2"]}')).not.toContain("hunter2");
});

test("fields of a later Terraform are ignored", () => {
  const plan = { ...planJson("memory-changed"), format_version: "1.9", new_field: [1] };
  for (const resource of plan.resource_changes) {
    resource.new_field = {};
    resource.change.new_field = {};
  }
  expect(review(plan)).toEqual(review("memory-changed"));
});

test("a byte order mark, as PowerShell writes it, does no harm", () => {
  expect(readPlan(`\uFEFF${planText("moved")}`, "x", "x").stack).toBe("x");
});
