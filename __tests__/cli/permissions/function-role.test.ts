import { granted } from "../../../cli/permissions/function-role";

const ANSWERS: Readonly<Record<string, string>> = {
  ListRolePolicies: "<PolicyNames><member>own</member></PolicyNames>",
  ListAttachedRolePolicies: ["Known", "Unknown"]
    .map((name) => `<PolicyArn>arn:aws:iam::aws:policy/${name}</PolicyArn>`)
    .join(""),
  GetRolePolicy: `<PolicyDocument>${policy("s3:GetObject")}</PolicyDocument>`,
  GetPolicy: "<DefaultVersionId>v2</DefaultVersionId>",
  GetPolicyVersion: `<Document>${policy("sqs:*")}</Document>`,
};

jest.mock("../../../cli/local/aws-request", () => ({
  awsQuery: async (_aws: unknown, _service: string, fields: Readonly<Record<string, string>>) =>
    fields.PolicyArn?.endsWith("/Unknown")
      ? { ok: false, text: "<Message>Policy doesn't exist</Message>" }
      : { ok: true, text: ANSWERS[fields.Action ?? ""] ?? "" },
}));

test("a managed policy of AWS that the local AWS doesn't have is unknown, and the others are read", async () => {
  const { statements, unknown } = await granted("arn:aws:iam::000000000000:role/r", { port: 1, region: "" });
  expect(unknown).toEqual(["arn:aws:iam::aws:policy/Unknown"]);
  expect(statements.map(({ policy: name, actions, awsPolicy }) => [name, actions[0], awsPolicy])).toEqual([
    ["own", "s3:GetObject", undefined],
    ["Known", "sqs:*", "arn:aws:iam::aws:policy/Known"],
  ]);
});

function policy(Action: string): string {
  return encodeURIComponent(JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] }));
}
