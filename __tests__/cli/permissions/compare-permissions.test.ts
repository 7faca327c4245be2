import { comparePermissions } from "../../../cli/permissions/compare-permissions";
import type { GrantedStatement } from "../../../cli/permissions/function-role";
import type { RecordedCall } from "../../../cli/permissions/recorded-calls";
import type { UsedByLambda } from "../../../cli/permissions/used-by-lambda";

const BUCKET = "arn:aws:s3:::docs";
const LOG: UsedByLambda = { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], purpose: "the log" };

test("what was done is used, each once", () => {
  const { used, unneeded } = compare(
    [
      call("s3:GetObject", `${BUCKET}/b`),
      call("s3:GetObject", `${BUCKET}/a`),
      call("s3:GetObject", `${BUCKET}/a`),
    ],
    [allow(["s3:GetObject"], [`${BUCKET}/*`])],
  );
  expect(used).toEqual([
    { action: "s3:GetObject", resource: `${BUCKET}/a` },
    { action: "s3:GetObject", resource: `${BUCKET}/b` },
  ]);
  expect(unneeded).toEqual([]);
});

test("a denied call is not used, and it is told whether a statement denies it", () => {
  const { used, denied } = compare(
    [call("s3:GetObject", `${BUCKET}/a`, "ImplicitDeny"), call("s3:PutObject", `${BUCKET}/a`, "Deny")],
    [],
  );
  expect(used).toEqual([]);
  expect(denied).toEqual([
    { action: "s3:GetObject", resource: `${BUCKET}/a`, explicitly: false },
    { action: "s3:PutObject", resource: `${BUCKET}/a`, explicitly: true },
  ]);
});

test("an action that nothing used is found, on all resources of its statement", () => {
  const { unneeded } = compare(
    [call("s3:ListBucket", BUCKET)],
    [allow(["s3:ListBucket", "s3:PutObject"], [BUCKET, `${BUCKET}/*`])],
  );
  expect(unneeded).toEqual([
    { policy: "p", action: "s3:PutObject", resource: `${BUCKET}, ${BUCKET}/*`, kind: "unused", used: [] },
  ]);
});

test("the same action on another resource doesn't count", () => {
  const { unneeded } = compare(
    [call("s3:GetObject", `${BUCKET}/a`)],
    [allow(["s3:GetObject"], [`${BUCKET}/*`]), allow(["s3:GetObject"], ["arn:aws:s3:::other/*"])],
  );
  expect(unneeded).toMatchObject([{ resource: "arn:aws:s3:::other/*", kind: "unused" }]);
});

test("a * in an action or as resource allows more than what was done", () => {
  const get = call("s3:GetObject", `${BUCKET}/a`);
  expect(compare([get], [allow(["s3:*"], [`${BUCKET}/*`])]).unneeded).toMatchObject([
    { action: "s3:*", kind: "wide", used: [{ action: "s3:GetObject" }] },
  ]);
  expect(compare([get], [allow(["s3:GetObject"], ["*"])]).unneeded).toMatchObject([
    { action: "s3:GetObject", resource: "*", kind: "wide" },
  ]);
});

test("an action that knows no resources may have *", () => {
  expect(
    compare([call("s3:ListAllMyBuckets", "*")], [allow(["s3:ListAllMyBuckets"], ["*"])]).unneeded,
  ).toEqual([]);
});

test("case doesn't matter in actions", () => {
  expect(compare([call("s3:GetObject", "r")], [allow(["s3:getobject"], ["r"])]).unneeded).toEqual([]);
});

test("what Lambda does itself is needed, on its resource", () => {
  const queue = "arn:aws:sqs:eu-central-1:000000000000:jobs";
  const receive: UsedByLambda = {
    actions: ["sqs:ReceiveMessage"],
    resource: queue,
    purpose: "an event source",
  };
  const { unneeded, byLambda } = comparePermissions(
    [],
    [
      allow(["logs:PutLogEvents"], ["arn:aws:logs:*:*:log-group:x:*"]),
      allow(["sqs:ReceiveMessage"], [queue]),
      allow(["sqs:ReceiveMessage"], [`${queue}-other`]),
    ],
    [LOG, receive],
  );
  expect(unneeded).toMatchObject([{ action: "sqs:ReceiveMessage", resource: `${queue}-other` }]);
  expect(byLambda.map(({ purpose }) => purpose)).toEqual(["the log", "an event source"]);
});

test("statements that deny are no grants", () => {
  expect(compare([], [{ ...allow(["s3:*"], ["*"]), effect: "Deny" }]).unneeded).toEqual([]);
});

function compare(calls: readonly RecordedCall[], granted: readonly GrantedStatement[]) {
  return comparePermissions(calls, granted, [LOG]);
}

function call(action: string, resource: string, decision: RecordedCall["decision"] = "Allow"): RecordedCall {
  return {
    time: "2026-01-01T00:00:00.000Z",
    principal: "arn:aws:sts::000000000000:assumed-role/r/f",
    action,
    resource,
    decision,
  };
}

function allow(actions: readonly string[], resources: readonly string[]): GrantedStatement {
  return { policy: "p", sid: undefined, effect: "Allow", actions, resources, principals: [], conditions: [] };
}
