import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { linesOf } from "../../../cli/permissions/lines-of";
import { callsOf, isNeeded, parseCalls, readCalls } from "../../../cli/permissions/recorded-calls";
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

test("damaged lines are left out with one warning", () => {
  const warn = jest.spyOn(console, "error").mockImplementation();
  const whole = record([SESSION, "s3:GetObject", "x"]);
  expect(parseCalls(`{"time":1}\nnot JSON\n${whole}null\n`)).toHaveLength(1);
  expect(warn.mock.calls).toEqual([["• .local/calls.jsonl has 3 damaged lines, which are left out"]]);
  warn.mockRestore();
});

test("a file is read in pieces, from any place", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "calls-"));
  const file = path.join(folder, "calls.jsonl");
  const text = "ä1\n\nüüü2\nnot whole";
  writeFileSync(file, text);
  for (const size of [1, 2, 3, 5, 100]) {
    expect([...linesOf(file, 0, size)]).toEqual(["ä1", "", "üüü2"]);
  }
  expect([...linesOf(file, Buffer.byteLength("ä1\n\n"))]).toEqual(["üüü2"]);
  const first = record([SESSION, "a:A", "1"]);
  writeFileSync(file, first + record([SESSION, "a:B", "2"]));
  expect(readCalls(first.length, file).map(({ action }) => action)).toEqual(["a:B"]);
  expect(readCalls(0, path.join(folder, "none"))).toEqual([]);
  rmSync(folder, { recursive: true });
});

test("a function's calls are those of its role, if it is known", () => {
  const calls = parseCalls(
    record(
      [SESSION, "a:A", "1"],
      [SESSION.replace("/r/", "/other/"), "a:B", "2"],
      ["arn:aws:iam::0:user/f", "a:C", "3"],
    ),
  );
  expect(callsOf({ functionName: "f", roleArn }, calls).map(({ action }) => action)).toEqual(["a:A"]);
});

test("a policy needs what would be denied without --no-iam, but not what a statement denies", () => {
  const [call] = parseCalls(record([SESSION, "a:A", "1"]));
  if (!call) throw new Error("no call");
  expect(isNeeded(call)).toBe(true);
  expect(isNeeded({ ...call, decision: "ImplicitDeny" })).toBe(false);
  expect(isNeeded({ ...call, decision: "ImplicitDeny", enforced: false })).toBe(true);
  expect(isNeeded({ ...call, decision: "Deny", enforced: false })).toBe(false);
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
  expect(callsOf({ functionName: "f" }, calls).map(({ action }) => action)).toEqual(["a:B", "a:D"]);
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
  expect(since(old, [ROOT, "iam:PutRolePermissionsBoundary", roleArn], now)).toEqual(["s3:PutObject"]);
  // Settings that aren't the function's own, and what the function itself changes.
  for (const action of ["lambda:UpdateFunctionEventInvokeConfig", "lambda:UpdateFunctionUrlConfig"]) {
    expect(since(old, [ROOT, action, functionArn], now)).toHaveLength(3);
  }
  expect(since(old, [SESSION, "lambda:UpdateFunctionConfiguration", functionArn], now)).toHaveLength(3);
  // Of another function, and a read.
  expect(since(old, [ROOT, "lambda:UpdateFunctionCode", `${functionArn}-2`], now)).toHaveLength(3);
  expect(since(old, [ROOT, "lambda:GetFunction", functionArn], now)).toHaveLength(3);
});

test("a denied change is no deploy", () => {
  const calls = parseCalls(record([SESSION, "s3:GetObject", "x"], [ROOT, "iam:PutRolePolicy", roleArn]));
  const changed = (change: object) =>
    sinceDeploy(
      { functionArn, roleArn },
      calls.map((call, index) => (index === 1 ? { ...call, ...change } : call)),
    );
  expect(changed({ decision: "ImplicitDeny" })).toHaveLength(2);
  expect(changed({ decision: "ImplicitDeny", enforced: false })).toHaveLength(0);
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
    ["the log", "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/f:*"],
    ["traces", "*"],
    ["the VPC", "*"],
    ["the file system", "arn:aws:elasticfilesystem:eu-central-1:000000000000:file-system/*"],
    ["an event source", queue],
    ["a destination", "arn:aws:sns:eu-central-1:000000000000:dead"],
    ["a destination", queue],
  ]);
  const elsewhere = { FunctionArn: functionArn, Role: roleArn, LoggingConfig: { LogGroup: "shop" } };
  expect(usesOf(elsewhere, [], [])[0]?.resource).toMatch(/:log-group:shop:\*$/);
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
