import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { policyDocument } from "../../lib/policy-statement";

describe("policyDocument", () => {
  test("is plain JSON, in the order of Terraform's jsonencode, when all of it is known", () => {
    expect(
      policyDocument([{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop/*"] }]),
    ).toBe(
      '{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":["arn:aws:s3:::shop/*"],"Sid":"Read"}],"Version":"2012-10-17"}',
    );
  });

  test("escapes an IAM variable, which Terraform would read as its own", () => {
    const text = policyDocument([{ actions: ["s3:*"], resources: [`arn:aws:s3:::shop/\${aws:username}/*`] }]);
    expect(text).toContain("shop/$${aws:username}/*");
  });

  test("is made by Terraform when a part of it is known only to Terraform, also in a list", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const one = new TerraformVariable(stack, "one", { type: "string" }).stringValue;
    const many = new TerraformVariable(stack, "many", { type: "list(string)" }).listValue;
    for (const resources of [[`${one}/*`], many]) {
      new TerraformOutput(stack, `output${stack.node.children.length}`, {
        value: policyDocument([{ actions: ["s3:*"], resources }]),
      });
    }
    const { output } = JSON.parse(Testing.synth(stack)) as { output: Record<string, { value: string }> };
    const [first, second] = Object.values(output);
    expect(first?.value).toMatch(/^\$\{jsonencode\(.*\$\{var\.one\}\/\*/);
    expect(second?.value).toMatch(/^\$\{jsonencode\(.*"Resource" = var\.many/);
  });
});
