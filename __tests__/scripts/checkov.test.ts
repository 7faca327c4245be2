import { type CheckovReport, checkovProblems } from "../../scripts/checkov";

const FILE = "stacks/functions-dev/cdk.tf.json";
const stack = { resource: { aws_lambda_function: { hello: {} }, docker_registry_image: { push: {} } } };
const stacks = new Map([[FILE, stack]]);

const check = (resource: string) => ({
  check_id: "CKV_AWS_50",
  check_name: "X-Ray tracing is enabled for Lambda",
  resource,
  file_abs_path: FILE,
});

function report(results: Partial<CheckovReport["results"]>): CheckovReport {
  return { results: { passed_checks: [], failed_checks: [], parsing_errors: [], ...results } };
}

describe("the report of checkov", () => {
  test("has no problems when each resource was looked at, and no check failed", () => {
    expect(checkovProblems(report({ passed_checks: [check("resource.hello")] }), stacks)).toEqual([]);
  });

  test("has each failed check as a problem", () => {
    expect(checkovProblems(report({ failed_checks: [check("aws_lambda_function.hello")] }), stacks)).toEqual([
      `${FILE}: CKV_AWS_50 X-Ray tracing is enabled for Lambda (hello)`,
    ]);
  });

  test("has a file that can't be read as a problem, although checkov exits with 0", () => {
    expect(checkovProblems(report({ parsing_errors: [`${process.cwd()}/${FILE}`] }), stacks)).toEqual([
      `${FILE}: checkov can't read this file.`,
    ]);
  });

  test("has a resource that was not looked at as a problem, if checkov has checks for its type", () => {
    const unseen = [`${FILE}: checkov has not looked at aws_lambda_function.hello.`];
    expect(checkovProblems(report({ passed_checks: [check("resource.other")] }), stacks)).toEqual(unseen);
    // So is the report when there is nothing to check.
    expect(checkovProblems({}, stacks)).toEqual(unseen);
  });

  test("doesn't take the resource of another stack for this one", () => {
    const other = { ...check("resource.hello"), file_abs_path: "stacks/functions-prod/cdk.tf.json" };
    expect(checkovProblems(report({ passed_checks: [other] }), stacks)).toHaveLength(1);
  });
});
