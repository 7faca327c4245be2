import { comparePermissions, unknownPolicy } from "../../../cli/permissions/compare-permissions";
import type { GrantedStatement } from "../../../cli/permissions/function-role";
import type { RecordedCall } from "../../../cli/permissions/recorded-calls";
import { unneededText } from "../../../cli/permissions/unneeded-text";
import type { UsedByLambda } from "../../../cli/permissions/used-by-lambda";

const BUCKET = "arn:aws:s3:::docs";
const LOG: UsedByLambda = {
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resource: "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/lambda/f:*",
  purpose: "the log",
};

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
    { action: "s3:GetObject", resource: `${BUCKET}/a`, explicitly: false, enforced: true },
    { action: "s3:PutObject", resource: `${BUCKET}/a`, explicitly: true, enforced: true },
  ]);
});

test("an action that nothing used is found, on all resources of its statement", () => {
  const { unneeded } = compare(
    [call("s3:ListBucket", BUCKET)],
    [allow(["s3:ListBucket", "s3:PutObject"], [BUCKET, `${BUCKET}/*`])],
  );
  expect(unneeded).toEqual([
    { policy: "p", kind: "unused", actions: ["s3:PutObject"], resources: [BUCKET, `${BUCKET}/*`], used: [] },
  ]);
});

test("the same action on another resource doesn't count", () => {
  const { unneeded } = compare(
    [call("s3:GetObject", `${BUCKET}/a`)],
    [allow(["s3:GetObject"], [`${BUCKET}/*`]), allow(["s3:GetObject"], ["arn:aws:s3:::other/*"])],
  );
  expect(unneeded).toMatchObject([{ resources: ["arn:aws:s3:::other/*"], kind: "unused" }]);
});

test("a * in an action or as resource allows more than what was done", () => {
  const get = call("s3:GetObject", `${BUCKET}/a`);
  expect(compare([get], [allow(["s3:*"], [`${BUCKET}/*`])]).unneeded).toMatchObject([
    { actions: ["s3:*"], kind: "wide", used: [{ action: "s3:GetObject" }] },
  ]);
  expect(compare([get], [allow(["s3:GetObject"], ["*"])]).unneeded).toMatchObject([
    { actions: ["s3:GetObject"], resources: ["*"], kind: "wide" },
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
  const { unneeded, byLambda } = comparePermissions({ calls: [], lambda: [LOG, receive] }, [
    allow(["logs:PutLogEvents"], ["arn:aws:logs:*:*:log-group:/aws/lambda/f:*"]),
    allow(["sqs:ReceiveMessage"], [queue]),
    allow(["sqs:ReceiveMessage"], [`${queue}-other`]),
  ]);
  expect(unneeded).toMatchObject([{ actions: ["sqs:ReceiveMessage"], resources: [`${queue}-other`] }]);
  expect(byLambda.map(({ purpose }) => purpose)).toEqual(["the log", "an event source"]);
});

test("what is wider than Lambda's own uses is found", () => {
  const queue = "arn:aws:sqs:eu-central-1:000000000000:jobs";
  const receive = { actions: ["sqs:ReceiveMessage"], resource: queue, purpose: "an event source" };
  const unneeded = (actions: string[], resources: string[]) =>
    comparePermissions({ calls: [], lambda: [LOG, receive] }, [allow(actions, resources)]).unneeded;
  expect(unneeded(["*"], ["*"])).toMatchObject([
    { kind: "wide", used: [{ action: LOG.actions[0] }, { action: LOG.actions[1] }, { resource: queue }] },
  ]);
  expect(unneeded(["logs:*"], ["*"])).toMatchObject([{ kind: "wide" }]);
  expect(unneeded(["sqs:*"], ["*"])).toMatchObject([{ kind: "wide" }]);
  expect(unneeded(["sqs:ReceiveMessage"], ["*"])).toMatchObject([{ kind: "wide" }]);
  expect(unneeded(["sqs:ReceiveMessage"], [queue])).toEqual([]);
  const streams = LOG.resource.replace(/\*$/, "log-stream:*");
  expect(unneeded(["logs:PutLogEvents"], [streams])).toEqual([]);
  expect(unneeded(["logs:PutLogEvents"], [streams.replace("/f:", "/g:")])).toMatchObject([
    { kind: "unused" },
  ]);
});

test("patterns that leave the name open are as wide as *", () => {
  const table = "arn:aws:dynamodb:eu-central-1:000000000000:table/orders";
  for (const [action, resource, pattern] of [
    ["s3:ListBucket", BUCKET, "arn:aws:s3:::*"],
    ["s3:GetObject", `${BUCKET}/a`, "arn:aws:s3:::*/*"],
    ["dynamodb:GetItem", table, "arn:aws:dynamodb:*:*:table/*"],
  ] as const) {
    expect(compare([call(action, resource)], [allow([action], [pattern])]).unneeded).toMatchObject([
      { kind: "wide", resources: [pattern] },
    ]);
  }
  expect(compare([call("dynamodb:GetItem", table)], [allow(["dynamodb:GetItem"], [table])]).unneeded).toEqual(
    [],
  );
});

test("NotAction, NotResource and policy variables allow calls", () => {
  const get = call("s3:GetObject", `${BUCKET}/me/a`);
  expect(compare([get], [allow(["everything but iam:*"], ["*"])]).unneeded).toMatchObject([{ kind: "wide" }]);
  expect(compare([get], [allow(["everything but s3:*"], ["*"])]).unneeded).toMatchObject([{ kind: "wide" }]);
  expect(
    compare([get], [allow(["s3:GetObject"], ["everything but arn:aws:s3:::other/*"])]).unneeded,
  ).toMatchObject([{ kind: "wide" }]);
  expect(compare([get], [allow(["s3:GetObject"], [`${BUCKET}/\${aws:userid}/*`])]).unneeded).toEqual([]);
});

test("a resource that nothing touched is found beside one that was", () => {
  const other = "arn:aws:s3:::other";
  const resources = [BUCKET, `${BUCKET}/*`, other, `${other}/*`];
  const { unneeded } = compare(
    [call("s3:GetObject", `${BUCKET}/a`)],
    [allow(["s3:GetObject"], resources), allow(["s3:GetObject"], [BUCKET, `${BUCKET}/*`])],
  );
  expect(unneeded).toEqual([
    { policy: "p", kind: "unused", actions: ["s3:GetObject"], resources: [other, `${other}/*`], used: [] },
  ]);
  const table = "arn:aws:dynamodb:eu-central-1:000000000000:table/orders";
  expect(
    compare(
      [call("dynamodb:Query", table)],
      [allow(["dynamodb:Query"], [table, `${table}/index/a`, `${table}/index/b`])],
    ).unneeded,
  ).toEqual([]);
});

test("a shared role is judged by what all its functions did", () => {
  const statement = allow(["s3:GetObject", "s3:PutObject"], [`${BUCKET}/*`]);
  const own = { calls: [call("s3:GetObject", `${BUCKET}/a`)], lambda: [LOG] };
  const other = { calls: [call("s3:PutObject", `${BUCKET}/a`)], lambda: [LOG] };
  expect(comparePermissions(own, [statement]).unneeded).toHaveLength(1);
  expect(comparePermissions(own, [statement], [other])).toMatchObject({
    unneeded: [],
    used: [{ action: "s3:GetObject" }],
  });
});

test("a managed policy of AWS is one finding, or none", () => {
  const awsPolicy = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
  const statements = [
    { ...allow(["s3:*"], ["*"]), awsPolicy },
    { ...allow(["s3-object-lambda:*"], ["*"]), awsPolicy },
  ];
  expect(compare([call("s3:GetObject", `${BUCKET}/a`)], statements).unneeded).toEqual([]);
  const { unneeded } = compare([], statements);
  expect(unneeded.map(unneededText)).toEqual(["anything of AWS's policy AmazonS3FullAccess"]);
  expect(unneeded).toMatchObject([{ kind: "unused", actions: ["*"], resources: [awsPolicy] }]);
  expect(unneededText(unknownPolicy(awsPolicy))).toBe(
    "policy AmazonS3FullAccess of AWS: the local AWS doesn't know what it allows",
  );
});

test("statements that deny are no grants", () => {
  expect(compare([], [{ ...allow(["s3:*"], ["*"]), effect: "Deny" }]).unneeded).toEqual([]);
});

function compare(calls: readonly RecordedCall[], granted: readonly GrantedStatement[]) {
  return comparePermissions({ calls, lambda: [LOG] }, granted);
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
