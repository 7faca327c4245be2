import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { denialsOfInvocation, logSince } from "../../../cli/local/denials-in-log";
import { readLog } from "../../../cli/local/logs";
import { denialsText } from "../../../cli/permissions/denial-text";
import type { RecordedCall } from "../../../cli/permissions/recorded-calls";

jest.mock("../../../cli/local/logs", () => ({ readLog: jest.fn(async () => []) }));
jest.mock("../../../cli/permissions/function-role", () => ({
  functionConfiguration: async () => ({ Role: "arn:aws:iam::000000000000:role/r" }),
}));

const denied: RecordedCall = {
  time: "2026-01-01T00:00:00.000Z",
  principal: "arn:aws:sts::000000000000:assumed-role/r/f",
  action: "s3:ListBucket",
  resource: "arn:aws:s3:::docs",
  decision: "ImplicitDeny",
};
const other = { ...denied, principal: denied.principal.replace("/r/", "/other/"), action: "s3:GetObject" };
const fn = { id: "python", functionName: "f", region: "eu-central-1", logGroup: "/aws/lambda/f" };
const TRACE = `[ERROR] perform: s3:ListBucket\nTraceback (most recent call last):\n  File "/var/task/app.py", line 7, in h`;

const invocation = async (text: string) => {
  const invoked = { since: "2026-01-01T00:00:00.000Z", text };
  return denialsText(
    await denialsOfInvocation(fn, [denied, other], invoked, { port: 1, region: "" }),
    fn.functionName,
  );
};

test("only the log since a time is searched", () => {
  const log = ["2026-01-01T00:00:00.000Z old", "2026-01-02T00:00:00.000Z new\n  more"];
  expect(logSince(log, "2026-01-02T00:00:00.000Z")).toBe(log[1]);
  expect(logSince(log, "")).toBe(log.join("\n"));
});

describe("an invocation", () => {
  const before = process.cwd();
  const folder = mkdtempSync(path.join(tmpdir(), "denials-"));
  beforeAll(() => {
    process.chdir(folder);
    mkdirSync("lambdas/python", { recursive: true });
    writeFileSync("lambdas/python/app.py", "");
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => jest.mocked(readLog).mockReset().mockResolvedValue([]));

  test("needs no log if its answer has the trace, and tells of the calls of its own role", async () => {
    const text = await invocation(TRACE);
    expect(text).toContain("in lambdas/python/app.py:7");
    expect(text).not.toContain("s3:GetObject");
    expect(readLog).not.toHaveBeenCalled();
  });

  test("is searched in the log, from its beginning on", async () => {
    jest
      .mocked(readLog)
      .mockResolvedValue([
        `2026-01-01T00:00:01.000Z ${TRACE}`,
        `2025-01-01T00:00:01.000Z ${TRACE.replace("7", "8")}`,
      ]);
    expect(await invocation("START")).toContain("in lambdas/python/app.py:7");
  });

  test("is told without a line if there is no log", async () => {
    jest.mocked(readLog).mockRejectedValue(new Error("no log"));
    expect(await invocation("START")).toMatch(
      /^✗ f was denied s3:ListBucket on arn:aws:s3:::docs\n {2}Allow/,
    );
  });
});
