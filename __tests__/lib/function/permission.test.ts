import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { DockerImageCode, DockerImageFunction, type Permission } from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

function permissionOf(permission: Permission) {
  const { json } = synth((stack) => {
    const fn = new DockerImageFunction(stack, "python", {
      code: DockerImageCode.fromImageAsset(functionFolder()),
    });
    fn.addPermission("Caller", permission);
  });
  return only(json, "aws_lambda_permission");
}

test("a service may invoke a function for one resource", () => {
  expect(
    permissionOf({ principal: "sns.amazonaws.com", sourceArn: "arn:aws:sns:eu-central-1:123456789012:news" }),
  ).toMatchObject({
    action: "lambda:InvokeFunction",
    function_name: expect.stringMatching(/^\$\{aws_lambda_function\./),
    principal: "sns.amazonaws.com",
    source_arn: "arn:aws:sns:eu-central-1:123456789012:news",
  });
});

test("a bucket's owner is checked too, since its ARN has no account", () => {
  expect(
    permissionOf({
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::photos",
      sourceAccount: "123456789012",
    }),
  ).toMatchObject({ source_account: "123456789012" });
});

test("an organization, and an Alexa skill", () => {
  expect(permissionOf({ principal: "*", organizationId: "o-a1b2c3d4e5" })).toMatchObject({
    principal_org_id: "o-a1b2c3d4e5",
  });
  expect(
    permissionOf({ principal: "alexa-appkit.amazon.com", eventSourceToken: "amzn1.ask.skill.1" }),
  ).toMatchObject({ event_source_token: "amzn1.ask.skill.1" });
});

test("everybody isn't allowed", () => {
  expect(() => permissionOf({ principal: "*" })).toThrow(
    /\[shop\/python\] The permission "Caller" lets everybody invoke the function\. Name an account/,
  );
});

test("a service isn't allowed for everybody's resources", () => {
  expect(() => permissionOf({ principal: "s3.amazonaws.com" })).toThrow(
    /\[shop\/python\] The permission "Caller" lets s3\.amazonaws\.com invoke the function for the resources of every AWS account\. Set sourceArn/,
  );
});

test("a function may invoke another, whose ARN is readable in the plan", () => {
  const { json } = synth((stack) => {
    const [caller, called] = ["caller", "called"].map(
      (id) => new DockerImageFunction(stack, id, { code: DockerImageCode.fromImageAsset(functionFolder()) }),
    );
    if (caller) called?.grantInvoke(caller);
  });
  const policies = Object.values(json.resource.aws_iam_role_policy).map(
    (one) => (one as { policy: string }).policy,
  );
  expect(policies.filter((policy) => policy.includes("lambda:InvokeFunction"))).toEqual([
    expect.stringContaining("arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-called"),
  ]);
});

test("a role may invoke functions, by one policy", () => {
  const { json } = synth((stack) => {
    const role = new IamRole(stack, "Scheduler", { assumeRolePolicy: "{}" });
    for (const id of ["one", "two"]) {
      const fn = new DockerImageFunction(stack, id, {
        code: DockerImageCode.fromImageAsset(functionFolder()),
      });
      fn.grantInvoke(role);
    }
  });
  const [id, policy] = Object.entries(json.resource.aws_iam_role_policy).find(([, one]) =>
    (one as { role: string }).role.includes("Scheduler"),
  ) as [string, { policy: string }];
  expect(id).toMatch(/^Scheduler_Grants_/);
  expect(
    JSON.parse(policy.policy).Statement.map(({ Resource }: { Resource: string[] }) => Resource[0]),
  ).toEqual([
    "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-one",
    "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-two",
  ]);
});
