import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { hasOwnCredentials } from "../../../cli/terraform/stack-provider";
import { synth } from "../../synth";

describe("the AWS provider of a stack", () => {
  test("uses the credentials of the machine", () => {
    expect(hasOwnCredentials(synth(() => undefined).folder)).toBe(false);
  });

  test("or assumes a role, and then those don't matter", () => {
    const { folder } = synth((stack) => {
      new AwsProvider(stack, "other", {
        alias: "other",
        assumeRole: [{ roleArn: "arn:aws:iam::123456789012:role/deploy" }],
      });
    });
    expect(hasOwnCredentials(folder)).toBe(true);
  });
});
