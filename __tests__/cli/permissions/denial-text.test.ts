import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { denialsText } from "../../../cli/permissions/denial-text";
import { type DenialContext, denialsOf } from "../../../cli/permissions/denials";
import type { RecordedCall } from "../../../cli/permissions/recorded-calls";
import { sourceLine } from "../../../cli/permissions/source-line";

const folder = mkdtempSync(path.join(tmpdir(), "denials-"));
beforeAll(() => {
  mkdirSync(path.join(folder, "lib"));
  for (const file of ["app.py", "lib/store.py", "index.js", "index.ts", "lib/list.ts"])
    writeFileSync(path.join(folder, file), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

const DENIED = "User: arn:aws:sts::0:assumed-role/r/f is not authorized to perform: s3:ListBucket because";

describe("the line that made a denied call", () => {
  test("is the innermost line of the folder in Python's trace, in an answer or in a log", () => {
    const frames = [
      'File "/var/task/app.py", line 18, in handler',
      'File "/var/task/lib/store.py", line 7, in list',
      'File "/var/runtime/botocore/client.py", line 606, in _api_call',
    ];
    const answer = JSON.stringify({
      errorMessage: DENIED,
      stackTrace: frames.map((frame) => `  ${frame}\n`),
    });
    expect(sourceLine("s3:ListBucket", answer, folder)).toBe(`${path.join(folder, "lib/store.py")}:7`);
    const log = `Traceback (most recent call last):\n${frames.join("\n")}\nbotocore.exceptions.ClientError: ${DENIED}`;
    expect(sourceLine("s3:ListBucket", log, folder)).toBe(`${path.join(folder, "lib/store.py")}:7`);
  });

  test("is the first line of the folder in Node.js's trace", () => {
    const log = [
      `AccessDenied: ${DENIED}`,
      "    at throwDefaultError (/var/task/node_modules/@smithy/client/index.js:388:20)",
      "    at async list (file:///var/task/index.js:12:17)",
      "    at async Runtime.handler (file:///var/task/index.js:4:3)",
    ].join("\n");
    expect(sourceLine("s3:ListBucket", log, folder)).toBe(`${path.join(folder, "index.js")}:12`);
  });

  test("is the last one of a log", () => {
    const trace = (line: number) =>
      `2026-01-01T00:00:00.00${line}Z [ERROR] ClientError: ${DENIED}\nTraceback (most recent call last):\n  File "/var/task/app.py", line ${line}, in handler\n    list()\n`;
    expect(sourceLine("s3:ListBucket", trace(1) + trace(2), folder)).toBe(`${path.join(folder, "app.py")}:2`);
    const logged = (line: number) =>
      `[ERROR] failed\nTraceback (most recent call last):\n  File "/var/task/app.py", line ${line}, in handler\n    list()\nbotocore.ClientError: ${DENIED}\n`;
    expect(sourceLine("s3:ListBucket", logged(1) + logged(2), folder)).toBe(
      `${path.join(folder, "app.py")}:2`,
    );
  });

  test("is of the denial's own trace", () => {
    const other =
      'Traceback (most recent call last):\n  File "/var/task/app.py", line 9, in handler\n    1 / 0\n';
    const log = [
      `${other}ZeroDivisionError: division by zero`,
      `[ERROR] ClientError: ${DENIED}`,
      "Traceback (most recent call last):",
      '  File "/var/task/lib/store.py", line 7, in list',
      "    list()",
      `[ERROR] ZeroDivisionError\n${other}`,
    ].join("\n");
    expect(sourceLine("s3:ListBucket", log, folder)).toBe(`${path.join(folder, "lib/store.py")}:7`);
    expect(sourceLine("s3:ListBucket", `[ERROR] ${DENIED}\nSTART\n${other}`, folder)).toBeUndefined();
    const longer = log.replace("s3:ListBucket", "s3:ListBucketVersions");
    expect(sourceLine("s3:ListBucket", longer, folder)).toBeUndefined();
    const times = log.split("\n").map((line) => `2026-01-01T00:00:00.000Z ${line}`);
    expect(sourceLine("s3:ListBucket", times.join("\n"), folder)).toBe(
      `${path.join(folder, "lib/store.py")}:7`,
    );
  });

  test("is that of the source in TypeScript, if source maps are enabled", () => {
    const log = (frame: string) =>
      `AccessDenied: ${DENIED}\n    at x (/var/task/node_modules/x/index.ts:1:1)\n    at list (${frame}:8:12)`;
    for (const frame of ["/var/task/index.ts", "/var/lambdas/nodejs/index.ts", "webpack:///./index.ts"]) {
      expect(sourceLine("s3:ListBucket", log(frame), folder)).toBe(`${path.join(folder, "index.ts")}:8`);
    }
    expect(sourceLine("s3:ListBucket", log("/var/src/lib/list.ts"), folder)).toBe(
      `${path.join(folder, "lib/list.ts")}:8`,
    );
  });

  test("is unknown without a trace, for another action, and for files that aren't there", () => {
    const trace = 'File "/var/task/app.py", line 18, in handler';
    expect(sourceLine("s3:ListBucket", DENIED, folder)).toBeUndefined();
    expect(sourceLine("s3:PutObject", `${DENIED} ${trace}`, folder)).toBeUndefined();
    expect(sourceLine("s3:ListBucket", `${DENIED} ${trace.replace("app", "other")}`, folder)).toBeUndefined();
  });
});

test("a denial has the statement that allows just that, and the method that grants it", () => {
  const text = textOf(
    [call("s3:GetObject", "arn:aws:s3:::docs/a"), call("s3:GetObject", "arn:aws:s3:::docs/a")],
    {
      functionName: "reports",
      region: "eu-central-1",
      text: "",
      folder,
    },
  );
  expect(text).toBe(
    [
      "✗ reports was denied s3:GetObject on arn:aws:s3:::docs/a",
      "  Allow just that, in its initialPolicy:",
      '    { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::docs/*"] },',
      "  or what is usually needed with it: BucketGrants.fromBucket(bucket).read(fn);",
    ].join("\n"),
  );
});

test("a denial by a statement says so, and which role has it", () => {
  const text = textOf([{ ...call("s3:GetObject", "x"), decision: "Deny" }], {
    functionName: "f",
    region: "eu-central-1",
    text: "",
    folder,
  });
  expect(text).toMatch(/effect Deny/);
  expect(text).toMatch(/role reports-role/);
  expect(text).not.toMatch(/initialPolicy/);
});

test("whether a call would be denied is known for each call", () => {
  const context = { functionName: "f", region: "eu-central-1", text: "", folder };
  const call1 = call("s3:GetObject", "arn:aws:s3:::docs/a");
  expect(textOf([{ ...call1, enforced: false }], context)).toContain(
    "f would be denied in AWS (--no-iam): s3:",
  );
  expect(textOf([call1], context)).toContain("f was denied s3:");
});

test("nothing is told when nothing was denied", () => {
  const allowed = { ...call("s3:GetObject", "x"), decision: "Allow" as const };
  expect(textOf([allowed], { functionName: "f", region: "eu-central-1", text: "", folder })).toBeUndefined();
});

function textOf(calls: readonly RecordedCall[], context: DenialContext): string | undefined {
  return denialsText(denialsOf(calls, context), context.functionName);
}

function call(action: string, resource: string): RecordedCall {
  const principal = "arn:aws:sts::000000000000:assumed-role/reports-role/reports";
  return { time: "2026-01-01T00:00:00.000Z", principal, action, resource, decision: "ImplicitDeny" };
}
