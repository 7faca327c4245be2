import * as fc from "fast-check";
import { policyJson, statementText } from "../../../cli/permissions/policy-text";
import { smallestPolicy } from "../../../cli/permissions/smallest-policy";
import { covers } from "../../../cli/review/policy/covers";

const TABLE = "arn:aws:dynamodb:eu-central-1:000000000000:table/orders";

test("actions on the same resources are in one statement, all in order", () => {
  const used = [
    { action: "dynamodb:PutItem", resource: TABLE },
    { action: "s3:ListBucket", resource: "arn:aws:s3:::docs" },
    { action: "dynamodb:GetItem", resource: TABLE },
  ];
  expect(smallestPolicy(used, [])).toEqual([
    { actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [TABLE] },
    { actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::docs"] },
  ]);
});

test("the pattern that the role allows stays, the narrowest", () => {
  const granted = (resources: string[]) => [
    {
      policy: "p",
      sid: undefined,
      effect: "Allow" as const,
      actions: ["s3:Get*"],
      resources,
      principals: [],
      conditions: [],
    },
  ];
  const used = [{ action: "s3:GetObject", resource: "arn:aws:s3:::docs/in/1.txt" }];
  const patterns = ["*", "arn:aws:s3:::docs/*", "arn:aws:s3:::docs/in/*", "arn:aws:s3:::docs/out/*"];
  expect(smallestPolicy(used, granted(patterns))).toEqual([
    { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::docs/in/*"] },
  ]);
  expect(smallestPolicy(used, granted(["*"]))).toEqual([
    { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::docs/*"] },
  ]);
});

test("AWS's suffix of a secret's name is left open", () => {
  const resource = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:token-aB3dE9";
  expect(smallestPolicy([{ action: "secretsmanager:GetSecretValue", resource }], [])).toMatchObject([
    { resources: ["arn:aws:secretsmanager:eu-central-1:000000000000:secret:token-??????"] },
  ]);
});

test("whatever was used is allowed", () => {
  const use = fc.record({
    action: fc.constantFrom(
      "s3:GetObject",
      "s3:ListBucket",
      "sqs:SendMessage",
      "secretsmanager:GetSecretValue",
    ),
    resource: fc.constantFrom(
      "arn:aws:s3:::b",
      "arn:aws:s3:::b/k/l",
      TABLE,
      "*",
      "arn:aws:secretsmanager:r:0:secret:s-aB3dE9",
    ),
  });
  fc.assert(
    fc.property(fc.array(use), (used) => {
      const policy = smallestPolicy(used, []);
      return used.every(({ action, resource }) =>
        policy.some(
          ({ actions, resources }) =>
            actions.includes(action) &&
            resources.some((pattern) => covers(pattern.replace(/\?{6}$/, "*"), resource)),
        ),
      );
    }),
  );
});

test("TypeScript computes ARNs with the account of the local AWS, JSON has them as they are", () => {
  const statement = { actions: ["dynamodb:GetItem"], resources: [TABLE, "arn:aws:s3:::docs"] };
  expect(statementText(statement, "eu-central-1")).toBe(
    '{ actions: ["dynamodb:GetItem"], resources: [AwsEnvironment.of(this).arn("dynamodb", "table/orders"), "arn:aws:s3:::docs"] }',
  );
  expect(JSON.parse(policyJson([statement]))).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: statement.actions, Resource: statement.resources }],
  });
});

test("TypeScript names another region, or none, and leaves policy variables to IAM", () => {
  const text = (resource: string) => statementText({ actions: [], resources: [resource] }, "eu-central-1");
  expect(text(TABLE.replace("eu-central-1", "us-east-1"))).toContain(
    '"table/orders", { region: "us-east-1" })',
  );
  expect(text("arn:aws:iam::000000000000:role/r")).toContain('"role/r", { region: "" })');
  expect(text("arn:aws:s3:::b/${aws:userid}/*")).toContain('"arn:aws:s3:::b/$${aws:userid}/*"');
});

test("a pattern that leaves the name open doesn't stay", () => {
  const granted = [
    {
      policy: "p",
      sid: undefined,
      effect: "Allow" as const,
      actions: ["s3:*"],
      resources: ["arn:aws:s3:::*/*"],
      principals: [],
      conditions: [],
    },
  ];
  expect(
    smallestPolicy([{ action: "s3:GetObject", resource: "arn:aws:s3:::docs/a" }], granted),
  ).toMatchObject([{ resources: ["arn:aws:s3:::docs/*"] }]);
});
