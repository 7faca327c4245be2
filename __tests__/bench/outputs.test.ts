import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeFunctions } from "../../bench/function-files";
import { checkOutputs } from "../../bench/outputs";

/** What a contestant may have written: files of functions, and a template or a stack. */
function output(staged: number, file: string, content: object): string {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  writeFunctions(path.join(folder, "assets"), staged);
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), JSON.stringify(content));
  return folder;
}

const STACK = "stacks/functions/cdk.tf.json";
const terraform = (many: number) => ({
  resource: { aws_lambda_function: Object.fromEntries(Array.from({ length: many }, (_, n) => [n, {}])) },
});
const cloudFormation = {
  Resources: {
    One: { Type: "AWS::Lambda::Function" },
    Log: { Type: "AWS::Logs::LogGroup" },
    Two: { Type: "AWS::Lambda::Function" },
  },
};

test("a program that did its work passes, with Terraform or CloudFormation", () => {
  checkOutputs("CDKTF", output(2, STACK, terraform(2)), 2);
  checkOutputs("AWS CDK", output(2, "Functions0.template.json", cloudFormation), 2);
});

test.each([
  ["a function is missing", output(2, STACK, terraform(1))],
  ["a staged folder is missing", output(1, STACK, terraform(2))],
  ["there is no stack", output(2, "manifest.json", {})],
])("times are refused when %s", (_, folder) => {
  expect(() => checkOutputs("CDKTF", folder, 2)).toThrow(
    '"CDKTF" should have written 2 functions and staged 10 files',
  );
});
