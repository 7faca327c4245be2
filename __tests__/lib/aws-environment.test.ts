import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AwsEnvironment } from "../../lib";

const props = { account: "123456789012", region: "eu-central-1", namePrefix: "shop-dev" };

function environment(overrides: Partial<typeof props> = {}): AwsEnvironment {
  return AwsEnvironment.define(new TerraformStack(new App(), "shop"), { ...props, ...overrides });
}

describe("an AWS environment", () => {
  test.each([
    ["eu-central-1", "aws", "123456789012.dkr.ecr.eu-central-1.amazonaws.com"],
    ["cn-north-1", "aws-cn", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com"],
  ])("in %s is in the partition %s, its registry is %s", (region, partition, registry) => {
    expect(environment({ region })).toMatchObject({ partition, registry });
    expect(environment({ region }).arn("lambda", "function:f")).toBe(
      `arn:${partition}:lambda:${region}:123456789012:function:f`,
    );
  });

  test("names what is elsewhere, or nowhere, by the place that is given", () => {
    const { partition } = environment();
    expect(environment().arn("s3", "docs", { region: "", account: "" })).toBe(`arn:${partition}:s3:::docs`);
    expect(environment().arn("sqs", "jobs", { account: "210987654321" })).toBe(
      "arn:aws:sqs:eu-central-1:210987654321:jobs",
    );
    expect(environment({ region: "cn-north-1" }).rootOf("210987654321")).toBe(
      "arn:aws-cn:iam::210987654321:root",
    );
  });

  test("names things by the path to them, without the stack", () => {
    const stack = new TerraformStack(new App(), "shop");
    const defined = AwsEnvironment.define(stack, props);
    const nested = new Construct(new Construct(stack, "jobs"), "python");
    expect(defined.nameOf(nested)).toBe("shop-dev-jobs-python");
  });

  test("that is not defined is reported with the fix", () => {
    const stack = new TerraformStack(new App(), "shop");
    expect(() => AwsEnvironment.of(new Construct(stack, "python"))).toThrow(
      /\[shop\] has no AWS account and region[\s\S]*\[shop\/python\][\s\S]*AwsEnvironment\.define/,
    );
  });

  test.each([
    ["account", { account: "1" }],
    ["region", { region: "Frankfurt" }],
    ["namePrefix", { namePrefix: "Shop" }],
  ])("refuses a wrong %s", (name, overrides) => {
    expect(() => environment(overrides)).toThrow(new RegExp(`^${name} of an AWS environment must be`));
  });
});
