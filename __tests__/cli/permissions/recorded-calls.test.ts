import { callsOf, parseCalls } from "../../../cli/permissions/recorded-calls";
import { sinceDeploy } from "../../../cli/permissions/since-deploy";
import { usesOf } from "../../../cli/permissions/used-by-lambda";

const functionArn = "arn:aws:lambda:eu-central-1:000000000000:function:f";
const roleArn = "arn:aws:iam::000000000000:role/r";
const ROOT = "arn:aws:iam::000000000000:root";
const SESSION = "arn:aws:sts::000000000000:assumed-role/r/f";

test("a line that isn't whole yet is left out", () => {
  const text = record([SESSION, "s3:GetObject", "x"], [SESSION, "s3:PutObject", "x"]);
  expect(parseCalls(text.slice(0, -5)).map(({ action }) => action)).toEqual(["s3:GetObject"]);
  expect(parseCalls("")).toEqual([]);
});

test("a function's calls are those of its session, also if the role is shared", () => {
  const calls = parseCalls(
    record(
      [ROOT, "a:A", "1"],
      [SESSION, "a:B", "2"],
      [SESSION.replace(/f$/, "g"), "a:C", "3"],
      [SESSION, "a:D", "4"],
    ),
  );
  expect(callsOf("f", calls).map(({ action }) => action)).toEqual(["a:B", "a:D"]);
});

test("a deploy begins with the last change of the function or of its role", () => {
  const since = (...rows: (readonly [string, string, string])[]) =>
    sinceDeploy({ functionArn, roleArn }, parseCalls(record(...rows))).map(({ action }) => action);
  const old = [SESSION, "s3:GetObject", "x"] as const;
  const now = [SESSION, "s3:PutObject", "x"] as const;
  for (const action of [
    "lambda:CreateFunction",
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
  ]) {
    expect(since(old, [ROOT, action, functionArn], now)).toEqual(["s3:PutObject"]);
  }
  expect(since(old, [ROOT, "iam:PutRolePolicy", roleArn], now)).toEqual(["s3:PutObject"]);
  // Of another function, and a read.
  expect(since(old, [ROOT, "lambda:UpdateFunctionCode", `${functionArn}-2`], now)).toHaveLength(3);
  expect(since(old, [ROOT, "lambda:GetFunction", functionArn], now)).toHaveLength(3);
});

test("Lambda uses what the function's settings need", () => {
  const queue = "arn:aws:sqs:eu-central-1:000000000000:jobs";
  const uses = usesOf(
    {
      FunctionArn: functionArn,
      Role: roleArn,
      TracingConfig: { Mode: "Active" },
      VpcConfig: { SubnetIds: ["subnet-1"] },
      FileSystemConfigs: [{ Arn: "arn:aws:elasticfilesystem:eu-central-1:000000000000:access-point/fsap-1" }],
      DeadLetterConfig: { TargetArn: "arn:aws:sns:eu-central-1:000000000000:dead" },
    },
    [{ FunctionArn: functionArn, EventSourceArn: queue }],
    [{ DestinationConfig: { OnFailure: { Destination: queue }, OnSuccess: {} } }],
  );
  expect(uses.map(({ purpose, resource }) => [purpose, resource])).toEqual([
    ["the log", undefined],
    ["traces", undefined],
    ["the VPC", undefined],
    ["the file system", undefined],
    ["an event source", queue],
    ["a destination", "arn:aws:sns:eu-central-1:000000000000:dead"],
    ["a destination", queue],
  ]);
  expect(usesOf({ FunctionArn: functionArn, Role: roleArn }, [], []).map(({ purpose }) => purpose)).toEqual([
    "the log",
  ]);
});

function record(...rows: (readonly [principal: string, action: string, resource: string])[]): string {
  return rows
    .map(([principal, action, resource]) => {
      const time = "2026-01-01T00:00:00.000Z";
      return `${JSON.stringify({ time, principal, action, resource, decision: "Allow" })}\n`;
    })
    .join("");
}
