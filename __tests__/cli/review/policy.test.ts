import fc from "fast-check";
import { covers } from "../../../cli/review/policy/covers";
import { readPolicy, type Statement } from "../../../cli/review/policy/statement";
import { widenings } from "../../../cli/review/policy/widening";

function policy(...statements: object[]): readonly Statement[] {
  return readPolicy(JSON.stringify({ Statement: statements })) ?? [];
}

const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::docs/*" };

describe("a policy allows more when", () => {
  const more: [string, object[], object[], object][] = [
    [
      "an action is added",
      [read],
      [{ ...read, Action: ["s3:GetObject", "s3:PutObject"] }],
      { actions: ["s3:PutObject"] },
    ],
    ["an action becomes a wildcard", [read], [{ ...read, Action: "s3:*" }], { actions: ["s3:*"] }],
    ["a resource is added", [read], [{ ...read, Resource: "*" }], { resources: ["*"] }],
    [
      "a statement is added",
      [read],
      [read, { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }],
      { kind: "new", actions: ["sqs:SendMessage"] },
    ],
    [
      "a condition is removed",
      [{ ...read, Condition: { Bool: { "aws:SecureTransport": "true" } } }],
      [read],
      { conditions: ["Bool aws:securetransport"] },
    ],
    [
      "a condition accepts more values",
      [{ ...read, Condition: { StringEquals: { "aws:SourceVpc": "a" } } }],
      [{ ...read, Condition: { StringEquals: { "aws:SourceVpc": ["a", "b"] } } }],
      { conditions: ["StringEquals aws:sourcevpc"] },
    ],
    [
      "a condition excludes fewer values",
      [{ ...read, Condition: { StringNotEquals: { "aws:SourceVpc": ["a", "b"] } } }],
      [{ ...read, Condition: { StringNotEquals: { "aws:SourceVpc": "a" } } }],
      { conditions: ["StringNotEquals aws:sourcevpc"] },
    ],
    [
      "a condition no longer needs its key",
      [{ ...read, Condition: { StringEquals: { "aws:SourceVpc": "a" } } }],
      [{ ...read, Condition: { StringEqualsIfExists: { "aws:SourceVpc": "a" } } }],
      { conditions: ["StringEquals aws:sourcevpc"] },
    ],
    [
      "a principal is added",
      [{ ...read, Principal: { Service: "lambda.amazonaws.com" } }],
      [{ ...read, Principal: { Service: "lambda.amazonaws.com", AWS: "*" } }],
      { principals: ["*"], unlimited: true },
    ],
    ["a denial is removed", [read, { ...read, Effect: "Deny" }], [read], { kind: "deny-removed" }],
    [
      "it allows everything but something",
      [read],
      [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }],
      { kind: "new", unlimited: true },
    ],
    [
      "separate actions and resources are joined",
      [read, { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::inbox/*" }],
      [
        {
          ...read,
          Action: ["s3:GetObject", "s3:PutObject"],
          Resource: ["arn:aws:s3:::docs/*", "arn:aws:s3:::inbox/*"],
        },
      ],
      { kind: "wider" },
    ],
  ];

  test.each(more)("%s", (_, before, after, found) => {
    expect(widenings(policy(...before), policy(...after))).toEqual([expect.objectContaining(found)]);
  });
});

describe("a policy does not allow more when", () => {
  const same: [string, object[], object[]][] = [
    [
      "it is the same in another order",
      [read, { ...read, Action: "s3:PutObject" }],
      [{ ...read, Action: ["s3:PutObject", "s3:GetObject"] }],
    ],
    [
      "its text differs in case and lists",
      [read],
      [{ ...read, Action: ["S3:getobject"], Resource: [read.Resource] }],
    ],
    ["a statement gets a name", [read], [{ ...read, Sid: "Read" }]],
    [
      "a wildcard is narrowed",
      [{ ...read, Action: "s3:*" }],
      [{ ...read, Action: ["s3:GetObject", "s3:Get*"] }],
    ],
    ["a condition is added", [read], [{ ...read, Condition: { Bool: { "aws:SecureTransport": "true" } } }]],
    [
      "a pattern of a condition is narrowed",
      [{ ...read, Condition: { StringLike: { "aws:SourceArn": "arn:aws:lambda:*" } } }],
      [{ ...read, Condition: { ArnEquals: { "AWS:SourceArn": "arn:aws:lambda:eu-west-1:1:function:x" } } }],
    ],
    ["a denial is added", [read], [read, { ...read, Effect: "Deny" }]],
    [
      "a denial is split",
      [{ ...read, Effect: "Deny", Action: ["s3:A", "s3:B"] }],
      [
        { ...read, Effect: "Deny", Action: "s3:A" },
        { ...read, Effect: "Deny", Action: "s3:B" },
      ],
    ],
    ["a statement is removed", [read, { ...read, Action: "s3:PutObject" }], [read]],
    [
      "an account is named by its root instead of its number",
      [{ ...read, Principal: { AWS: "111111111111" } }],
      [{ ...read, Principal: { AWS: "arn:aws:iam::111111111111:root" } }],
    ],
  ];

  test.each(same)("%s", (_, before, after) => {
    expect(widenings(policy(...before), policy(...after))).toEqual([]);
  });
});

test("no policy allows more than itself, and every policy allows more than none", () => {
  const word = fc.constantFrom("s3:Get*", "s3:GetObject", "sqs:*", "*", "logs:PutLogEvents");
  const statement = fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.array(word, { minLength: 1, maxLength: 3 }),
    Resource: fc.array(fc.constantFrom("*", "arn:a", "arn:a/*", "arn:?"), { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
      const one = policy(...statements);
      expect(widenings(one, one)).toEqual([]);
      expect(widenings([], one)).toHaveLength(statements.filter(({ Effect }) => Effect === "Allow").length);
    }),
  );
});

test.each([
  ["s3:*", "s3:GetObject", true],
  ["s3:Get*", "s3:Get*", true],
  ["s3:Get?", "s3:Get*", false],
  ["a*c*e", "abcde", true],
  ["a*c*e", "abcd", false],
  ["*", "everything but iam:*", true],
  ["everything but iam:*", "s3:GetObject", false],
])("%s covers %s: %s", (pattern, other, expected) => {
  expect(covers(pattern, other)).toBe(expected);
});

test.each(["", "{", "[]", "{}", '{"Statement":["x"]}'])("%j is not a policy", (text) => {
  expect(readPolicy(text)).toBeUndefined();
});
