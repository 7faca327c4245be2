import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { requiredProviders } from "../../../cli/terraform/required-providers";

afterEach(() => {
  delete process.env.TERRAFORM_BINARY_NAME;
});

function stackFolder(json: unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), "stack-"));
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(json));
  return folder;
}

test("a stack's required providers are read, with their versions", () => {
  const folder = stackFolder({
    terraform: {
      required_providers: {
        aws: { source: "aws", version: ">= 6.22.0, < 7.0.0" },
        docker: { source: "kreuzwerker/docker", version: "~> 4.3" },
        queue: { source: "example.com/shop/queue" },
      },
    },
  });
  expect(requiredProviders(folder)).toEqual([
    { address: "registry.terraform.io/hashicorp/aws", constraints: ">= 6.22.0, < 7.0.0" },
    { address: "registry.terraform.io/kreuzwerker/docker", constraints: "~> 4.3" },
    { address: "example.com/shop/queue", constraints: "" },
  ]);
  process.env.TERRAFORM_BINARY_NAME = "tofu";
  expect(requiredProviders(folder)[0]?.address).toBe("registry.opentofu.org/hashicorp/aws");
  expect(requiredProviders(stackFolder({ terraform: {} }))).toEqual([]);
  expect(requiredProviders(mkdtempSync(path.join(tmpdir(), "hcl-")))).toEqual([]);
});
